using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.OneDnn.Calibration;

/// <summary>
/// The ranges that 8 bits need, measured once, in a file beside the weights: <c>NAME.calibration.safetensors</c>. A tensor for each value that
/// convolutions read, and the SHA-256 of the compiled network that it was measured with: for other weights, or another compiler, it does not hold.
/// </summary>
internal static class CalibrationFile
{
    private const string Ending = ".calibration.safetensors";
    private const string HashKey = "network_sha256";
    private const string PicturesKey = "pictures";

    /// <summary>Where the calibration of a file of weights lies.</summary>
    public static string PathFor(string weights) => Path.ChangeExtension(weights, null) + Ending;

    /// <summary>Reads the calibration of a network; null where there is none, or it was measured with another one.</summary>
    /// <param name="model">The weights, or a part of them: the calibration of the whole holds for every part.</param>
    /// <param name="network">What the compiler makes of them.</param>
    /// <exception cref="VideoSegException">The file is no safetensors file (<see cref="FaultKind.Input"/>).</exception>
    public static ActivationRanges? Find(ModelFile model, CompiledNetwork network)
    {
        string path = PathFor(model.Path);
        if (!File.Exists(path))
        {
            return null;
        }

        WeightSet file = SafetensorsFile.Read(path);
        CompiledNetwork whole = ReferenceEquals(model.Whole, model) ? network : NetworkCompiler.Compile(model.Whole.Graph, model.Whole.Weights);
        return file.Metadata.GetValueOrDefault(HashKey) == HashOf(whole)
            ? new ActivationRanges(file.Tensors.Keys.ToImmutableSortedDictionary(name => name, file.GetFloats, StringComparer.Ordinal))
            : null;
    }

    /// <summary>Writes it, in place of an earlier one.</summary>
    /// <exception cref="VideoSegException">The file cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public static void Write(string path, CompiledNetwork network, ActivationRanges ranges, int pictures) => SafetensorsFile.Write(path, new WeightSet(
        ranges.Channels.Select(pair => KeyValuePair.Create(pair.Key, WeightTensor.FromFloats(pair.Value, [pair.Value.Length]))),
        new Dictionary<string, string>
        {
            [HashKey] = HashOf(network),
            [PicturesKey] = pictures.ToString(CultureInfo.InvariantCulture),
        }));

    private static string HashOf(CompiledNetwork network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, WeightTensor tensor) in network.Weights.Tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(tensor.Data.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
