using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>Switches the recording of operations for gradients on the calling thread, until the returned guard is disposed on that thread.</summary>
public static class Autograd
{
    /// <summary>Records nothing: for updates of parameters.</summary>
    public static IDisposable NoGrad() => new GradModeGuard(enabled: false);

    /// <summary>Records again inside <see cref="NoGrad"/>.</summary>
    public static IDisposable EnableGrad() => new GradModeGuard(enabled: true);

    /// <summary>Records nothing and saves the bookkeeping too; its tensors can never take part in training. For inference.</summary>
    public static IDisposable InferenceMode() => new InferenceModeGuard();

    private abstract class ThreadGuard : IDisposable
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private bool _ended;

        public void Dispose()
        {
            if (_ended)
            {
                return;
            }

            if (_thread != Environment.CurrentManagedThreadId)
            {
                throw new InvalidOperationException($"expected the guard to end on its thread ({_thread}), got {Environment.CurrentManagedThreadId}");
            }

            _ended = true;
            End();
        }

        protected abstract void End();
    }

    private sealed class GradModeGuard : ThreadGuard
    {
        private readonly int _previous;

        internal GradModeGuard(bool enabled)
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.SetGradMode(enabled ? 1 : 0, out _previous));
        }

        protected override void End() => TorchNative.Check(TorchNative.SetGradMode(_previous, out _));
    }

    private sealed class InferenceModeGuard : ThreadGuard
    {
        private readonly nint _guard;

        internal InferenceModeGuard()
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.EnterInferenceMode(out _guard));
        }

        protected override void End() => TorchNative.Check(TorchNative.ExitInferenceMode(_guard));
    }
}
