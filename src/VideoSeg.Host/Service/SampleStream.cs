using VideoSeg.Model;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service;

/// <summary>What is served where nothing was configured: the shipped sample recording, over and over.</summary>
internal static class SampleStream
{
    /// <summary>Its name.</summary>
    public const string Name = "sample";

    /// <summary>Where the recording lies, below the program's folder or a folder above it.</summary>
    public const string RecordingPath = "samples/videos/colonoscopy-sample.mp4";

    /// <summary>The stream.</summary>
    /// <exception cref="VideoSegException">The recording is not there.</exception>
    public static StreamDefinition Create() => new()
    {
        Options = new LiveStreamOptions
        {
            Name = Name,
            Title = "Sample recording",
            // Longer than for a patient: a first look at the program must show marks on slow machines too.
            MaxMaskAge = TimeSpan.FromSeconds(1),
            Source = new LiveSourceOptions { Url = FindRecording() },
        },
    };

    private static string FindRecording()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string path = Path.Combine(folder, RecordingPath);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new VideoSegException(FaultKind.Input,
            $"expected the sample recording {RecordingPath} beside the program ({AppContext.BaseDirectory}) or in a folder above it, found none; " +
            "name streams in a configuration file: --config FILE");
    }
}
