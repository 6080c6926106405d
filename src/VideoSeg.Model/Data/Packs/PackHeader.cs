using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace VideoSeg.Model.Data.Packs;

/// <summary>What a pack says about itself.</summary>
internal sealed record PackHeader
{
    /// <summary>Width and height of pictures and masks in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>How many classes besides the background the masks may hold.</summary>
    public required int Kinds { get; init; }

    /// <summary>JPEG quality of the pictures; 0 where they are lossless.</summary>
    public required int Quality { get; init; }

    /// <summary>SHA-256 of the bytes after the header, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The pictures in the order of their bytes.</summary>
    public required ImmutableArray<PackEntry> Pictures { get; init; }
}

/// <summary>A picture in a pack, and its mask behind it.</summary>
/// <param name="Name">Name, without extension.</param>
/// <param name="Image">Bytes of the picture, a JPEG or PNG file.</param>
/// <param name="Mask">Bytes of the mask, a gray PNG file of class numbers.</param>
internal sealed record PackEntry(string Name, int Image, int Mask);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PackHeader))]
internal sealed partial class PackHeaderJson : JsonSerializerContext;
