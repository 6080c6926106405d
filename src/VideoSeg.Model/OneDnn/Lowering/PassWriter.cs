using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.OneDnn.Lowering;

internal sealed partial class NetworkLowering
{
    /// <summary>Writes the instructions that compute element-by-element nodes from what lies in memory.</summary>
    private sealed class PassWriter
    {
        private readonly NetworkLowering _lowering;
        private readonly PassBuilder _pass;
        private readonly Dictionary<int, int> _uses = [];
        private readonly Dictionary<int, int> _registers = [];

        /// <summary>Begins a pass over the pixels of <paramref name="shapedLike"/>, which will compute <paramref name="roots"/>.</summary>
        public PassWriter(NetworkLowering lowering, int shapedLike, IEnumerable<int> roots)
        {
            _lowering = lowering;
            TensorShape shape = lowering._shapes[shapedLike];
            _pass = new PassBuilder(shape.Height, shape.Width, shape.Channels);
            foreach (int root in roots)
            {
                CountUse(root);
            }
        }

        public void Store(int node, Slot slot, Func<TensorLayout> layout, PassAccess access, float[]? scales)
        {
            int register = scales is null ? Take(node) : TakeScaled(node, [.. scales.Select(scale => 1 / scale)]);
            _pass.Store(register, slot, layout, access);
            Release(register, scales is null ? node : null);
        }

        public void Mean(int node, Slot vector)
        {
            int register = Take(node);
            _pass.Mean(register, vector);
            Release(register, node);
        }

        public void Finish(string name) => _lowering.AddStep(name, 0, false, _pass.Slots, _pass.Finish());

        /// <summary>Counts how often each value is read, and writes first what must lie in memory.</summary>
        private void CountUse(int node)
        {
            _uses[node] = _uses.GetValueOrDefault(node) + 1;
            if (_uses[node] > 1 || _lowering.HasOwnSlot(node))
            {
                return;
            }

            Node it = _lowering._graph.Nodes[node];
            switch (it.Operation)
            {
                case UpsampleNearest or UpsampleBilinear or MaxPool2d:
                    _lowering.KeepWhole(it.Inputs[0]);
                    break;
                case Concat:
                    _ = _lowering.Plain(node);
                    break;
                case Add or Multiply or ReLU or BatchNorm2d:
                    foreach (int input in it.Inputs.Where(input => !IsPartOfSum(input, node)))
                    {
                        CountUse(input);
                    }

                    break;
                case ScaleShift or ScaleChannels:
                    CountUse(it.Inputs[0]);
                    break;
            }
        }

        private bool IsPartOfSum(int input, int node) => _lowering.SumOf(input) == node && _lowering._sums.ContainsKey(node);

        /// <summary>The register that holds a value; one use of it.</summary>
        private int Take(int node)
        {
            if (!_registers.TryGetValue(node, out int register))
            {
                register = _registers[node] = Compute(node);
            }

            return register;
        }

        /// <summary>A value times factors, in a register of its own.</summary>
        private int TakeScaled(int node, float[] factors)
        {
            Node it = _lowering._graph.Nodes[node];
            if (it.Operation is ScaleShift norm && _uses[node] == 1 && !_lowering.HasOwnSlot(node))
            {
                (float[] scale, float[] shift) = (_lowering.Floats(node, "weight"), _lowering.Floats(node, "bias"));
                for (int c = 0; c < factors.Length; c++)
                {
                    scale[c] *= factors[c];
                    shift[c] *= factors[c];
                }

                return Affine(it, scale, shift, norm.Relu);
            }

            if (_uses[node] == 1 && Source(node) is { } source)
            {
                return Load(source.Node, source.Access, factors);
            }

            int register = Take(node);
            int scaled = _pass.Affine(register, factors, new float[factors.Length], relu: false);
            Release(register, node);
            return scaled;
        }

        private void Release(int register, int? node)
        {
            if (node is not { } value)
            {
                _pass.Free(register);
            }
            else if (--_uses[value] == 0)
            {
                _pass.Free(register);
                _registers.Remove(value);
            }
        }

        private int Compute(int node)
        {
            if (Source(node) is { } source)
            {
                return Load(source.Node, source.Access, factors: null);
            }

            Node it = _lowering._graph.Nodes[node];
            switch (it.Operation)
            {
                case Add:
                    return Combine(PassOperation.Add, it, node);
                case Multiply:
                    return Combine(PassOperation.Multiply, it, node);
                case ReLU:
                    int x = Take(it.Inputs[0]);
                    int positive = _pass.Relu(x);
                    Release(x, it.Inputs[0]);
                    return positive;
                case ScaleChannels:
                    x = Take(it.Inputs[0]);
                    int scaled = _pass.Factor(x, _lowering._plain[it.Inputs[1]]);
                    Release(x, it.Inputs[0]);
                    return scaled;
                case ScaleShift norm:
                    return Affine(it, _lowering.Floats(node, "weight"), _lowering.Floats(node, "bias"), norm.Relu);
                default:
                    throw new VideoSegException(FaultKind.Engine,
                        $"{it.Name}: the CPU engine does not know {it.Operation}; use --engine libtorch");
            }
        }

        private int Affine(Node it, float[] scale, float[] shift, bool relu)
        {
            int x = Take(it.Inputs[0]);
            int factored = it.Inputs.Length == 2 ? _pass.Factor(x, _lowering._plain[it.Inputs[1]]) : x;
            int result = _pass.Affine(factored, scale, shift, relu);
            if (factored != x)
            {
                _pass.Free(factored);
            }

            Release(x, it.Inputs[0]);
            return result;
        }

        private int Combine(PassOperation operation, Node it, int node)
        {
            int? result = null;
            if (_lowering._sums.TryGetValue(node, out Slot? sum))
            {
                result = _pass.Load(sum, PassAccess.Same);
            }

            int? held = null;
            foreach (int input in it.Inputs.Where(input => !IsPartOfSum(input, node)))
            {
                int operand = Take(input);
                if (result is null)
                {
                    (result, held) = (operand, input);
                    continue;
                }

                int combined = _pass.Combine(operation, result.Value, operand);
                Release(operand, input);
                Release(result.Value, held);
                (result, held) = (combined, null);
            }

            return result!.Value;
        }

        /// <summary>The value in memory that a node is, as it is or of another size; null where it is computed.</summary>
        private (int Node, PassAccess Access)? Source(int node)
        {
            Node it = _lowering._graph.Nodes[node];
            return _lowering.HasOwnSlot(node) ? (node, PassAccess.Same) : it.Operation switch
            {
                UpsampleNearest { Factor: 2 } => (it.Inputs[0], PassAccess.Doubled),
                UpsampleBilinear { Factor: 2 } up => (it.Inputs[0], up.AlignCorners ? PassAccess.BilinearCorners : PassAccess.Bilinear),
                MaxPool2d { Kernel: 2, Stride: 2 } => (it.Inputs[0], PassAccess.Pooled),
                _ => null,
            };
        }

        /// <summary>A value from memory, times factors.</summary>
        private int Load(int node, PassAccess access, float[]? factors)
        {
            if (_lowering._plain.TryGetValue(node, out Slot? slot))
            {
                access = slot.Maps == 4 ? PassAccess.Phases : access;
            }
            else
            {
                slot = _lowering._typed[new(node, DemandForm.Typed)];
            }

            int stored = _pass.Load(slot, access);
            float[] scale = [.. Enumerable.Range(0, slot.Channels).Select(c => (slot.Scales?[c] ?? 1) * (factors?[c] ?? 1))];
            if (Array.TrueForAll(scale, one => MathF.Abs(one - 1) < 1e-6f))
            {
                return stored;
            }

            int value = _pass.Affine(stored, scale, new float[slot.Channels], relu: false);
            _pass.Free(stored);
            return value;
        }
    }
}
