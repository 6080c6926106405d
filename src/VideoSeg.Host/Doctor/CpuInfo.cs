using System.Collections.Frozen;

namespace VideoSeg.Host.Doctor;

/// <summary>What the kernel says about the processor (/proc/cpuinfo).</summary>
/// <param name="Model">Its name.</param>
/// <param name="Flags">Names of its features, as the kernel writes them.</param>
/// <param name="Threads">Hardware threads of the machine.</param>
/// <param name="Cores">Physical cores of the machine.</param>
internal sealed record CpuInfo(string Model, FrozenSet<string> Flags, int Threads, int Cores)
{
    /// <summary>Reads it.</summary>
    public static CpuInfo Read() => Parse(File.ReadLines("/proc/cpuinfo"));

    /// <summary>Parses the lines of /proc/cpuinfo.</summary>
    public static CpuInfo Parse(IEnumerable<string> lines)
    {
        string model = "unknown", package = "0";
        var flags = FrozenSet<string>.Empty;
        var cores = new HashSet<string>(StringComparer.Ordinal);
        int threads = 0;
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                continue;
            }

            string value = line[(colon + 1)..].Trim();
            switch (line[..colon].Trim())
            {
                case "processor": threads++; break;
                case "model name": model = value; break;
                case "flags": flags = value.Split(' ').ToFrozenSet(StringComparer.Ordinal); break;
                case "physical id": package = value; break;
                case "core id": cores.Add($"{package}/{value}"); break;
            }
        }

        return new(model, flags, threads, cores.Count == 0 ? threads : cores.Count);
    }
}
