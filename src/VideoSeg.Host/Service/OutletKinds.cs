using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Host.Service.Outlets;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service;

/// <summary>The kinds of outlets that a configuration can name.</summary>
internal static partial class OutletKinds
{
    private static readonly ImmutableSortedDictionary<string, OutletKind> All = ImmutableSortedDictionary<string, OutletKind>.Empty
        .Add("detections", OutletKind.Of<DetectionsDefinition>(Detections))
        .Add("hls", OutletKind.Of<HlsDefinition>((place, options) =>
            new HlsOutlet(place.Rendition(options.Encoding.Of(options.Rendition)), place.Name, options.Hls, place.Context)))
        .Add("monitor", OutletKind.Of<MonitorOutletOptions>((place, options) => new MonitorOutlet(place.StreamName, place.Name, options, place.Context)))
        .Add("push", OutletKind.Of<PushDefinition>((place, options) =>
            new PushOutlet(place.Rendition(options.Encoding.Of(options.Rendition)), place.Name, options.Push, place.Context)))
        .Add("recorder", OutletKind.Of<RecorderDefinition>((place, options) =>
            new RecorderOutlet([.. Pictures(options.Rendition).Select(picture => place.Rendition(options.Encoding.Of(picture)))], place.Name, options.Recorder, place.Context)));

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The options of a kind.</summary>
    public static Type OptionsOf(string kind) => All[kind].Options;

    /// <summary>Makes an outlet at its place; it does not work before it was added to the stream.</summary>
    /// <exception cref="Model.VideoSegException">It cannot be made.</exception>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public static LiveOutlet Create(OutletPlace place, OutletDefinition definition) => All[definition.Kind].Create(place, definition.Options);

    /// <summary>Reads an outlet from a configuration; null where it is wrong.</summary>
    public static object? Read(OptionsReader reader, IConfiguration section, SettingPath path, string key)
    {
        if (!Name().IsMatch(key))
        {
            reader.Fault(path, $"expected a name of 1 to 64 lower-case letters, digits, '-' or '_', beginning with a letter or digit, found '{key}'");
        }

        string? kind = section[nameof(OutletDefinition.Kind)];
        if (kind is null || !All.TryGetValue(kind, out OutletKind? known))
        {
            reader.Fault(path.Property(nameof(OutletDefinition.Kind)), $"expected one of {string.Join(", ", Names)}, found {(kind is null ? "nothing" : $"'{kind}'")}");
            return null;
        }

        return new OutletDefinition { Kind = kind, Options = reader.ReadObject(known.Options, section, path, key: null, nameof(OutletDefinition.Kind)) };
    }

    private static LiveRendition[] Pictures(RecordedPictures pictures) => pictures switch
    {
        RecordedPictures.Original => [LiveRendition.Original],
        RecordedPictures.Both => [LiveRendition.Annotated, LiveRendition.Original],
        _ => [LiveRendition.Annotated],
    };

    private static DetectionsOutlet Detections(OutletPlace place, DetectionsDefinition options)
    {
        SegmentationHub hub = place.Stream.Hub;
        return new DetectionsOutlet(place.StreamName, place.Name, options.Detections, () => hub.Status.Info?.Classes ?? [], place.Context);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,63}$", RegexOptions.None, 10_000)]
    private static partial Regex Name();
}
