using VideoSeg.Model.Data;
using Xunit;

namespace VideoSeg.Model.Tests.Data;

public sealed class ReadAheadTests
{
    [Fact]
    public async Task NextAsync_DeliversInOrderAndNeverReadsFurtherThanTheWindow()
    {
        var gate = new Lock();
        int furthest = -1;
        int delivered = 0;
        bool ranAhead = false;
        await using var reader = new ReadAhead<int>(50, 4, i =>
        {
            lock (gate)
            {
                furthest = Math.Max(furthest, i);
                ranAhead |= i >= delivered + 4;
            }

            return i * i;
        });

        var items = new List<int>();
        while (!reader.IsAtEnd)
        {
            Task<int> next = reader.NextAsync(TestContext.Current.CancellationToken);
            lock (gate)
            {
                delivered++;
            }

            items.Add(await next);
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(i => i * i), items);
        Assert.Equal(49, furthest);
        Assert.False(ranAhead);
    }

    [Fact]
    public async Task NextAsync_ReadingFails_ThrowsForThatItemOnly()
    {
        await using var reader = new ReadAhead<int>(3, 3, i => i == 1 ? throw new IOException("bad") : i);
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.Equal(0, await reader.NextAsync(token));
        await Assert.ThrowsAsync<IOException>(() => reader.NextAsync(token));
        Assert.Equal(2, await reader.NextAsync(token));
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public async Task DisposeAsync_BeforeTheEnd_WaitsForReadingsThatHaveBegun()
    {
        using var release = new ManualResetEventSlim();
        int ended = 0;
        var reader = new ReadAhead<int>(10, 2, i =>
        {
            if (i > 0)
            {
                release.Wait();
            }

            Interlocked.Increment(ref ended);
            return i;
        });
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.Equal(0, await reader.NextAsync(token));
        ValueTask disposal = reader.DisposeAsync();
        Assert.False(disposal.IsCompleted);
        release.Set();
        await disposal;
        Assert.Equal(2, ended);
    }
}
