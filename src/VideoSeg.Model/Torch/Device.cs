using System.Globalization;

namespace VideoSeg.Model.Torch;

/// <summary>Where a tensor's memory lies and its operations run. The default value is the CPU.</summary>
/// <param name="Kind">CPU or CUDA.</param>
/// <param name="Index">Number of the GPU, from 0; 0 for the CPU.</param>
public readonly record struct Device(DeviceKind Kind, int Index)
{
    /// <summary>The CPU.</summary>
    public static Device Cpu => default;

    /// <summary>GPU number <paramref name="index"/>, from 0.</summary>
    public static Device Cuda(int index = 0) => new(DeviceKind.Cuda, index);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> (the first GPU) or <c>cuda:N</c>.</summary>
    /// <exception cref="VideoSegException">It is none of these (<see cref="FaultKind.Usage"/>).</exception>
    public static Device Parse(string text)
    {
        switch (text)
        {
            case "cpu":
                return Cpu;
            case "cuda":
                return Cuda();
        }

        const string prefix = "cuda:";
        return text.StartsWith(prefix, StringComparison.Ordinal)
            && byte.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out byte index)
            ? Cuda(index)
            : throw new VideoSegException(FaultKind.Usage, $"expected a device (cpu, cuda or cuda:N), got '{text}'");
    }

    /// <summary><c>cpu</c> or <c>cuda:N</c>.</summary>
    public override string ToString() => Kind == DeviceKind.Cpu ? "cpu" : string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}");
}
