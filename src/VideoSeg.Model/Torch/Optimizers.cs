using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>
/// The steps of optimisers over lists of parameters, in place, without recording and without waiting for a device. Lists belong together
/// by index; parameters without a gradient are passed over. The lists' tensors stay the caller's.
/// </summary>
public static class Optimizers
{
    /// <summary>One step of AdamW (Loshchilov &amp; Hutter, Decoupled Weight Decay Regularization, 2019).</summary>
    /// <param name="parameters">Parameters with gradients.</param>
    /// <param name="firstMoments">Running means of the gradients, zero at the start.</param>
    /// <param name="secondMoments">Running means of the squared gradients, zero at the start.</param>
    /// <param name="step">Number of this step, from 1.</param>
    /// <param name="learningRate">Learning rate of this step.</param>
    /// <param name="beta1">Decay of the first moments.</param>
    /// <param name="beta2">Decay of the second moments.</param>
    /// <param name="epsilon">Added to the denominator.</param>
    /// <param name="weightDecay">Share of a parameter taken away in a step, times the learning rate.</param>
    public static void AdamW(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> firstMoments, IReadOnlyList<Tensor> secondMoments, long step,
        double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
    {
        RequireSameCount(parameters, firstMoments, nameof(firstMoments));
        RequireSameCount(parameters, secondMoments, nameof(secondMoments));
        using var values = new HandleList(parameters);
        using var first = new HandleList(firstMoments);
        using var second = new HandleList(secondMoments);
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.AdamW_(
            values.Handles, first.Handles, second.Handles, values.Count, step, learningRate, beta1, beta2, epsilon, weightDecay));
    }

    /// <summary>One step of stochastic gradient descent: v = momentum v + gradient + decay p; p -= rate (v, or gradient + momentum v).</summary>
    /// <param name="parameters">Parameters with gradients.</param>
    /// <param name="velocities">One for each parameter, zero at the start.</param>
    /// <param name="learningRate">Learning rate of this step.</param>
    /// <param name="momentum">Decay of the velocities.</param>
    /// <param name="weightDecay">Added to the gradient, times the parameter.</param>
    /// <param name="nesterov">Look ahead by one velocity.</param>
    public static void Sgd(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> velocities, double learningRate, double momentum = 0.9, double weightDecay = 0,
        bool nesterov = false)
    {
        RequireSameCount(parameters, velocities, nameof(velocities));
        using var values = new HandleList(parameters);
        using var velocity = new HandleList(velocities);
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.Sgd_(
            values.Handles, velocity.Handles, values.Count, learningRate, momentum, weightDecay, nesterov ? 1 : 0));
    }

    /// <summary>
    /// Scales all gradients by one factor so that the norm over all of them is at most <paramref name="maxNorm"/>, which may be infinite. Where the
    /// norm is not finite all gradients become nought.
    /// </summary>
    /// <returns>The norm before, a tensor of one element on the gradients' device: reading it is what waits.</returns>
    public static Tensor ClipGradNorm(IReadOnlyList<Tensor> parameters, double maxNorm)
    {
        using var values = new HandleList(parameters);
        TorchNative.EnsureLoaded();
        return Tensor.Own(TorchNative.ClipGradNorm_(values.Handles, values.Count, maxNorm, out TensorHandle norm), norm);
    }

    /// <summary>Exponential moving average: averages = decay averages + (1 - decay) values. Floating-point tensors only.</summary>
    public static void Ema(IReadOnlyList<Tensor> averages, IReadOnlyList<Tensor> values, double decay)
    {
        RequireSameCount(averages, values, nameof(values));
        using var targets = new HandleList(averages);
        using var sources = new HandleList(values);
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.Ema_(targets.Handles, sources.Handles, targets.Count, decay));
    }

    /// <summary>Lets go of the gradients, so that the next backward pass starts afresh.</summary>
    public static void ZeroGrad(IReadOnlyList<Tensor> parameters)
    {
        using var values = new HandleList(parameters);
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.ZeroGrad_(values.Handles, values.Count));
    }

    private static void RequireSameCount(IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> others, string name)
    {
        if (others.Count != parameters.Count)
        {
            throw new ArgumentException($"expected {parameters.Count} tensors, one for each parameter, got {others.Count}", name);
        }
    }
}
