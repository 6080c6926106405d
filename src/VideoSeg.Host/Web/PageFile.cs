using Microsoft.Net.Http.Headers;

namespace VideoSeg.Host.Web;

/// <summary>A file of the page.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Bytes">What is in it.</param>
/// <param name="Tag">Changes when it does.</param>
internal sealed record PageFile(string MediaType, byte[] Bytes, EntityTagHeaderValue Tag);
