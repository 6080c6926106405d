using System.Collections.Immutable;
using System.Globalization;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference;

/// <summary>The devices that a network is spread over: one processor, or one or several GPUs.</summary>
/// <param name="Devices">At least one, each once, all of one kind. Empty: all GPUs that there are, not yet counted.</param>
public sealed record DeviceSet(ImmutableArray<Device> Devices)
{
    /// <summary>What <see cref="Parse"/> takes, as a regular expression for the whole text, <c>auto</c> beside it.</summary>
    public const string Pattern = "auto|cpu|cuda(:(all|[0-9]{1,3}(,[0-9]{1,3})*))?";

    /// <summary>The same for people.</summary>
    public const string Expected = "auto, cpu, cuda, cuda:N, cuda:N,N or cuda:all";

    /// <summary>Whether all GPUs are meant, however many there are.</summary>
    public bool IsAll => Devices.IsEmpty;

    /// <summary>Whether GPUs are meant.</summary>
    public bool IsCuda => IsAll || Devices[0].Kind == DeviceKind.Cuda;

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> (the first GPU), <c>cuda:N</c>, <c>cuda:N,N</c> or <c>cuda:all</c>.</summary>
    /// <exception cref="VideoSegException">It is none of these, or names a GPU twice (<see cref="FaultKind.Usage"/>).</exception>
    public static DeviceSet Parse(string text)
    {
        const string prefix = "cuda:";
        if (text == "cuda:all")
        {
            return new DeviceSet([]);
        }

        if (!text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return text is "cpu" or "cuda" ? new DeviceSet([Device.Parse(text)]) : throw Unknown(text);
        }

        var devices = ImmutableArray.CreateBuilder<Device>();
        foreach (string number in text[prefix.Length..].Split(','))
        {
            if (!byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out byte index))
            {
                throw Unknown(text);
            }

            if (devices.Contains(Device.Cuda(index)))
            {
                throw new VideoSegException(FaultKind.Usage, $"expected each GPU once, got '{text}'; for more calls at the same time on one GPU raise its lanes");
            }

            devices.Add(Device.Cuda(index));
        }

        return new DeviceSet(devices.ToImmutable());
    }

    /// <inheritdoc/>
    public bool Equals(DeviceSet? other) => other is not null && Devices.SequenceEqual(other.Devices);

    /// <inheritdoc/>
    public override int GetHashCode() => Devices.Aggregate(0, HashCode.Combine);

    /// <summary><c>cpu</c>, <c>cuda:0</c>, <c>cuda:0,1</c> or <c>cuda:all</c>: what <see cref="Parse"/> takes.</summary>
    public override string ToString() => !IsCuda
        ? "cpu"
        : IsAll ? "cuda:all" : $"cuda:{string.Join(',', Devices.Select(device => device.Index.ToString(CultureInfo.InvariantCulture)))}";

    private static VideoSegException Unknown(string text) => new(FaultKind.Usage, $"expected a device ({Expected}), got '{text}'");
}
