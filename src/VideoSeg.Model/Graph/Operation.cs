using System.Collections.Immutable;

namespace VideoSeg.Model.Graph;

/// <summary>
/// What a node computes, as plain immutable data: the attributes, not the weights. Executors switch on the concrete type.
/// </summary>
public abstract record Operation
{
    /// <summary>The stored tensors it needs, in <c>state_dict</c> order, by the last part of their names.</summary>
    public virtual ImmutableArray<ParameterSpecification> Parameters => [];

    /// <summary>The shape it yields for these inputs.</summary>
    /// <exception cref="GraphException">The inputs don't fit: wrong number, channels or size.</exception>
    public abstract TensorShape InferShape(ReadOnlySpan<TensorShape> inputs);

    /// <summary>
    /// Multiply-accumulates of convolutions and linear layers; element-by-element work counts as none, as is usual in the literature.
    /// </summary>
    public virtual long CountMultiplyAccumulates(ReadOnlySpan<TensorShape> inputs, TensorShape output) => 0;

    /// <summary>The only input.</summary>
    protected TensorShape Single(ReadOnlySpan<TensorShape> inputs) =>
        inputs.Length == 1 ? inputs[0] : throw new GraphException($"{GetType().Name} expects 1 input, got {inputs.Length}");

    /// <summary>The only input, which must have <paramref name="channels"/> channels.</summary>
    protected TensorShape Single(ReadOnlySpan<TensorShape> inputs, int channels)
    {
        TensorShape input = Single(inputs);
        return input.Channels == channels
            ? input
            : throw new GraphException($"{GetType().Name} expects {channels} channels, got {input}");
    }

    /// <summary>Two or more inputs, all of the same shape.</summary>
    protected TensorShape Same(ReadOnlySpan<TensorShape> inputs)
    {
        if (inputs.Length < 2)
        {
            throw new GraphException($"{GetType().Name} expects 2 inputs or more, got {inputs.Length}");
        }

        foreach (TensorShape input in inputs)
        {
            if (input != inputs[0])
            {
                throw new GraphException($"{GetType().Name} expects inputs of one shape, got {inputs[0]} and {input}");
            }
        }

        return inputs[0];
    }
}
