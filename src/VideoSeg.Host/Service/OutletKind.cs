using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service;

/// <summary>A kind of outlet.</summary>
/// <param name="Options">The type of its options.</param>
/// <param name="Create">Makes one, from its stream, its name and its options.</param>
internal sealed record OutletKind(Type Options, Func<ManagedStream, string, object, LiveContext, LiveOutlet> Create)
{
    /// <summary>A kind with options of a type.</summary>
    public static OutletKind Of<T>(Func<ManagedStream, string, T, LiveContext, LiveOutlet> create) =>
        new(typeof(T), (stream, name, options, context) => create(stream, name, (T)options, context));
}
