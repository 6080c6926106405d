using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using VideoSeg.Host.Api.Messages;
using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Api;

/// <summary>How the API's messages are written and read.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [
    typeof(CamelCaseEnum<StreamOrigin>), typeof(CamelCaseEnum<LiveSourceState>), typeof(CamelCaseEnum<SegmentationState>), typeof(CamelCaseEnum<LiveOutletState>), typeof(CamelCaseEnum<RecordingAction>),
], DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StreamStatus))]
[JsonSerializable(typeof(StreamStatus[]))]
[JsonSerializable(typeof(ServiceStatus))]
[JsonSerializable(typeof(RecordingRequest))]
[JsonSerializable(typeof(RecordingStatus[]))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ConfigurationFaultMessage[]))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>For answers: they are JSON and nothing else to whoever reads them, so that quotes and umlauts may stand as they are.</summary>
    public static ApiJson Answers => Relaxed.Instance;

    // Made after the default one, whose options it takes.
    private static class Relaxed
    {
        public static readonly ApiJson Instance = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
