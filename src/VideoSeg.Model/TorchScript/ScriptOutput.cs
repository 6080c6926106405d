using VideoSeg.Model.Inference;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.TorchScript;

/// <summary>Makes probabilities of what a program returned, after a look at whether it is what the description says.</summary>
internal sealed class ScriptOutput(ScriptFile file)
{
    /// <summary>Rounding may carry a probability a little over its range.</summary>
    private const float Tolerance = 1e-3f;

    private const long MaximumSize = 4096;

    private readonly ScriptDescription _description = file.Description;

    /// <summary>[count, foreground classes, height, width] at the network's size; the tensor is the current scope's.</summary>
    /// <param name="value">What came out.</param>
    /// <param name="count">Pictures that went in.</param>
    /// <param name="kind">What a fault counts as.</param>
    public Tensor Probabilities(ScriptValue value, long count, FaultKind kind)
    {
        Tensor planes = Planes(Take(value, kind), count, kind);
        if (planes.IsFinite().All().Item() == 0)
        {
            throw Fault(kind, "expected finite numbers from the network, found NaN or infinity");
        }

        if (_description.Outputs == ScriptOutputs.Probabilities)
        {
            float least = planes.Amin().Item(), most = planes.Amax().Item();
            if (least < -Tolerance || most > 1 + Tolerance)
            {
                throw Fault(kind, FormattableString.Invariant(
                    $"expected probabilities from 0 to 1, found numbers from {least:0.####} to {most:0.####}; if they are logits, say \"outputs\": \"logits\" in {ScriptDescriptionReader.PathFor(file.Path)}"));
            }
        }

        (int height, int width) = (file.Metadata.InputHeight, file.Metadata.InputWidth);
        if (planes.Size(2) != height || planes.Size(3) != width)
        {
            planes = Functional.InterpolateBilinear(planes, height, width);
        }

        bool isSingle = planes.Size(1) == 1;
        Tensor probabilities = _description.Outputs == ScriptOutputs.Probabilities ? planes.Clamp(0, 1) : isSingle ? planes.Sigmoid() : planes.Softmax(1);
        return isSingle ? probabilities : probabilities.Narrow(1, 1, planes.Size(1) - 1);
    }

    private Tensor Take(ScriptValue value, FaultKind kind)
    {
        (int? index, string? key) = (_description.OutputIndex, _description.OutputKey);
        switch (value.Kind)
        {
            case ScriptValueKind.Tensor when index is null && key is null:
                return Floats(value, kind);
            case ScriptValueKind.Sequence when index < value.Count:
                using (ScriptValue element = value.At(index.Value))
                {
                    return element.Kind == ScriptValueKind.Tensor
                        ? Floats(element, kind)
                        : throw Fault(kind, $"expected a tensor at {index} of what the network returns, found {element.TypeName}");
                }

            case ScriptValueKind.Dictionary when key is not null:
                using (ScriptValue entry = value.Get(key))
                {
                    return entry.Kind == ScriptValueKind.Tensor
                        ? Floats(entry, kind)
                        : throw Fault(kind, $"expected a tensor under {key} in what the network returns, found {entry.TypeName}");
                }

            default:
                string expected = index is { } number ? $"a tuple or list with an element {number}" : key is not null ? $"a dict with the key {key}" : "a tensor";
                string remedy = value.Kind switch
                {
                    ScriptValueKind.Tensor => "leave \"output\" out",
                    ScriptValueKind.Sequence => $"say which of them with \"output\": 0 to {value.Count - 1}",
                    ScriptValueKind.Dictionary => "say which entry with \"output\": \"NAME\"",
                    _ => "such a network cannot be run here",
                };
                string found = value.Kind == ScriptValueKind.Sequence ? $"{value.TypeName} with {value.Count} elements" : value.TypeName;
                throw Fault(kind, $"expected {expected} from the network, found {found}; {remedy}");
        }
    }

    private Tensor Floats(ScriptValue value, FaultKind kind)
    {
        Tensor tensor = value.ToTensor();
        try
        {
            return tensor.ScalarType is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16
                ? tensor.To(ScalarType.Float32)
                : throw Fault(kind, $"expected floating-point numbers of 16 or 32 bits from the network, found {tensor}; logits or probabilities are wanted, not class numbers");
        }
        catch (VideoSegException e) when (e.Kind != kind)
        {
            throw Fault(kind, $"expected floating-point numbers of 16 or 32 bits from the network: {e.Message}");
        }
    }

    private Tensor Planes(Tensor tensor, long count, FaultKind kind)
    {
        int classes = file.Metadata.Classes.Length;
        Tensor planes = tensor.Dimensions == 3 && classes == 1 ? tensor.Unsqueeze(1) : tensor;
        bool fits = planes.Dimensions == 4 && planes.Size(0) == count && planes.Size(1) == classes
            && planes.Size(2) is >= 1 and <= MaximumSize && planes.Size(3) is >= 1 and <= MaximumSize;
        return fits ? planes : throw Fault(kind,
            $"expected an output of [{count}, {classes}, H, W]{(classes == 1 ? $" or [{count}, H, W]" : "")} for {classes} class names ({string.Join(", ", file.Metadata.Classes)}), found [{string.Join(", ", tensor.Shape)}]");
    }

    private VideoSegException Fault(FaultKind kind, string message) => new(kind, $"{file.Path}: {message}");
}
