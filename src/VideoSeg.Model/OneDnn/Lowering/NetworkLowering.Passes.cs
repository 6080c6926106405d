using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>What lies between convolutions.</summary>
internal sealed partial class NetworkLowering
{
    /// <summary>Results that one pass writes at most, so that its registers suffice.</summary>
    private const int MaximumStores = 8;

    /// <summary>A value as passes read it, its pixels in place; written now if it is not there.</summary>
    private Slot Plain(int node)
    {
        if (!_plain.TryGetValue(node, out Slot? slot) || slot.Maps > 1)
        {
            Write(new(node, DemandForm.Plain));
            slot = _plain[node];
        }

        return slot;
    }

    /// <summary>Sees to it that a value lies in memory in some form, its pixels in place, to be read in another size.</summary>
    private void KeepWhole(int node)
    {
        if (!HasOwnSlot(node) || (_plain.TryGetValue(node, out Slot? slot) && slot.Maps > 1))
        {
            _ = Plain(node);
        }
    }

    /// <summary>A value as convolutions read it; written now if it is not there.</summary>
    private Slot Typed(Demand demand)
    {
        if (!_typed.TryGetValue(demand, out Slot? slot))
        {
            Write(demand);
            slot = _typed[demand];
        }

        return slot;
    }

    /// <summary>A pass that writes the value, and all else that can be written from what it reads.</summary>
    private void Write(Demand demand)
    {
        if (_graph.Nodes[demand.Node].Operation is Concat)
        {
            WriteConcat(demand);
            return;
        }

        List<Demand> stores = [demand];
        HashSet<int> read = LeavesOf(demand.Node);
        foreach (Demand other in _demands)
        {
            if (stores.Count < MaximumStores && other != demand && !IsWritten(other) && _shapes[other.Node] == _shapes[demand.Node]
                && IsReady(other.Node) && LeavesOf(other.Node).Overlaps(read))
            {
                stores.Add(other);
            }
        }

        var pass = new PassWriter(this, demand.Node, stores.Select(store => store.Node));
        Slot[] slots = [.. stores.Select(SlotFor)];
        foreach ((Demand store, Slot slot) in stores.Zip(slots))
        {
            pass.Store(store.Node, slot, () => slot.Layout, store.Form == DemandForm.TypedEverySecond ? PassAccess.EverySecond : PassAccess.Same, slot.Scales);
        }

        pass.Finish(string.Join(" + ", stores.Select(store => _graph.Nodes[store.Node].Name)));
        foreach ((Demand store, Slot slot) in stores.Zip(slots))
        {
            Remember(store, slot);
        }
    }

    private Slot SlotFor(Demand demand)
    {
        TensorShape shape = _shapes[demand.Node];
        return demand.Form switch
        {
            DemandForm.Plain => NewSlot(demand.Node, PlainType),
            DemandForm.Typed => NewTyped(demand.Node, shape.Height, shape.Width),
            _ => NewTyped(demand.Node, (shape.Height + 1) / 2, (shape.Width + 1) / 2),
        };
    }

    private void Remember(Demand demand, Slot slot)
    {
        if (demand.Form == DemandForm.TypedEverySecond)
        {
            _typed[demand] = slot;
        }
        else
        {
            Publish(demand.Node, slot);
        }
    }

    private bool IsWritten(Demand demand) => demand.Form == DemandForm.Plain ? _plain.ContainsKey(demand.Node) : _typed.ContainsKey(demand);

    /// <summary>Each input goes into its slice of the whole.</summary>
    private void WriteConcat(Demand demand)
    {
        Slot whole = SlotFor(demand);
        if (_graph.Nodes[demand.Node].Inputs.Any(input => _shapes[input].Channels % whole.Block != 0))
        {
            whole.Block = whole.Channels;
        }

        int channel = 0;
        foreach (int input in _graph.Nodes[demand.Node].Inputs)
        {
            int first = channel, channels = _shapes[input].Channels;
            var pass = new PassWriter(this, input, [input]);
            pass.Store(input, whole, () => whole.Slice(first, channels), PassAccess.Same, whole.Scales?.AsSpan(first, channels).ToArray());
            pass.Finish($"{_graph.Nodes[demand.Node].Name}[{first}..{first + channels}]");
            channel += channels;
        }

        Remember(demand, whole);
    }

    private void LowerMean(int node)
    {
        int input = _graph.Nodes[node].Inputs[0];
        Slot vector = NewSlot(node, NumberType.Float32);
        var pass = new PassWriter(this, input, [input]);
        pass.Mean(input, vector);
        pass.Finish(_graph.Nodes[node].Name);
        _plain[node] = vector;
    }

    private void LowerLinear(int node, Linear linear)
    {
        Slot source = _plain[_graph.Nodes[node].Inputs[0]];
        int? after = _readers[node].Count == 1 && _graph.Nodes[_readers[node][0]].Operation is ReLU or Sigmoid ? _readers[node][0] : null;
        int activation = after is null ? 0 : _graph.Nodes[after.Value].Operation is ReLU ? 1 : 2;
        Slot destination = NewSlot(after ?? node, NumberType.Float32);
        float[] weights = Floats(node, "weight");
        float[] bias = BiasOf(node, linear.OutChannels, linear.Bias);
        AddStep(_graph.Nodes[node].Name, MacsOf(node), false, [source, destination], program =>
            program.AddDense(source.Offset, linear.InChannels, destination.Offset, linear.OutChannels, weights, bias, activation));
        _plain[after ?? node] = destination;
    }

    /// <summary>The nodes in memory that a value is computed from.</summary>
    private HashSet<int> LeavesOf(int node)
    {
        var leaves = new HashSet<int>();
        Visit(node);
        return leaves;

        void Visit(int visited)
        {
            if (HasOwnSlot(visited) || !IsElementwise(visited))
            {
                leaves.Add(visited);
                return;
            }

            foreach (int input in _graph.Nodes[visited].Inputs)
            {
                Visit(input);
            }
        }
    }

    /// <summary>Whether all that a value is computed from has been computed.</summary>
    private bool IsReady(int node) => HasOwnSlot(node) || (_graph.Nodes[node].Operation switch
    {
        Conv2d => _lowered.Contains(node),
        UpsampleNearest or UpsampleBilinear or MaxPool2d => IsReady(_graph.Nodes[node].Inputs[0]),
        _ => IsElementwise(node) && _graph.Nodes[node].Inputs.All(IsReady),
    });
}
