using VideoSeg.Host.Service.Outlets;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service;

/// <summary>A kind of outlet.</summary>
/// <param name="Options">The type of its options.</param>
/// <param name="Create">Makes one at its place, from its options.</param>
internal sealed record OutletKind(Type Options, Func<OutletPlace, object, LiveOutlet> Create)
{
    /// <summary>A kind with options of a type.</summary>
    public static OutletKind Of<T>(Func<OutletPlace, T, LiveOutlet> create) =>
        new(typeof(T), (place, options) => create(place, (T)options));
}
