using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

[Collection(LeakCollection.Name)]
public sealed class TensorScopeTests
{
    [Fact]
    public void Scope_Ended_LeavesNoNativeTensor()
    {
        long left = LeakCollection.LiveAfter(() =>
        {
            using var scope = TensorScope.Enter();
            Tensor weight = Tensor.Ones([4, 3, 3, 3]);
            weight.RequiresGrad = true;
            Tensor loss = Functional.Relu(Functional.Conv2d(Tensor.Ones([1, 3, 8, 8]), weight, padding: 1)).Mean();
            loss.Backward();
            Assert.NotNull(weight.Grad());
        });

        Assert.Equal(0, left);
    }

    [Fact]
    public void Scope_EndedByAnException_LeavesNoNativeTensor()
    {
        long left = LeakCollection.LiveAfter(() => Assert.Throws<TorchException>(() =>
        {
            using var scope = TensorScope.Enter();
            _ = Tensor.Zeros([2, 3]).Matmul(Tensor.Zeros([2, 3]));
        }));

        Assert.Equal(0, left);
    }

    [Fact]
    public void Keep_InNestedScope_HandsTheTensorToTheOuterOne()
    {
        long left = LeakCollection.LiveAfter(() =>
        {
            using var outer = TensorScope.Enter();
            Tensor kept;
            Tensor lost;
            using (var inner = TensorScope.Enter())
            {
                kept = inner.Keep(Tensor.Full([1], 5));
                lost = Tensor.Zeros([1]);
                Assert.Equal(1, inner.Count);
            }

            Assert.True(lost.IsDisposed);
            Assert.Equal(5, kept.Item());
            Assert.Equal(1, outer.Count);
        });

        Assert.Equal(0, left);
    }

    [Fact]
    public void DetachFromScope_AfterTheScope_LeavesTheTensorToTheCaller()
    {
        long left = LeakCollection.LiveAfter(() =>
        {
            Tensor mine;
            using (TensorScope.Enter())
            {
                mine = Tensor.Full([1], 3).DetachFromScope();
            }

            Assert.Equal(3, mine.Item());
            mine.Dispose();
        });

        Assert.Equal(0, left);
    }

    [Fact]
    public void Dispose_InsideTheScope_FreesAtOnceAndOnlyOnce()
    {
        long left = LeakCollection.LiveAfter(() =>
        {
            using var scope = TensorScope.Enter();
            long before = Tensor.LiveCount;
            Tensor first = Tensor.Zeros([1]);
            Tensor second = Tensor.Ones([1]);
            first.Dispose();
            first.Dispose();

            Assert.Equal(before + 1, Tensor.LiveCount);
            Assert.Equal(1, scope.Count);
            Assert.Equal(1, second.Item());
            Assert.Throws<ObjectDisposedException>(() => first.Item());
        });

        Assert.Equal(0, left);
    }

    [Fact]
    public void ForgottenTensors_Collected_AreFreed()
    {
        long left = LeakCollection.LiveAfter(() =>
        {
            Forget();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        });

        Assert.Equal(0, left);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget() => _ = Tensor.Zeros([16]).Add(Tensor.Ones([16]));
    }

    [Fact]
    public void Dispose_OfAnOuterScopeFirst_Throws()
    {
        TensorScope outer = TensorScope.Enter();
        TensorScope inner = TensorScope.Enter();

        Assert.Throws<InvalidOperationException>(outer.Dispose);

        inner.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void Scope_UsedOnAnotherThread_Throws()
    {
        using TensorScope scope = TensorScope.Enter();
        Tensor tensor = Tensor.Zeros([1]);
        Exception? fromScope = null;
        Exception? fromTensor = null;
        var thread = new Thread(() =>
        {
            fromScope = Record.Exception(scope.Dispose);
            fromTensor = Record.Exception(() => tensor.DetachFromScope());
        });
        thread.Start();
        thread.Join();

        Assert.IsType<InvalidOperationException>(fromScope);
        Assert.IsType<InvalidOperationException>(fromTensor);
        Assert.False(tensor.IsDisposed);
    }
}
