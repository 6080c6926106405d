using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Randomness;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn.Lowering;

public sealed class ArenaPlanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Place_RandomLifetimes_NeverLetsTwoLivingValuesOverlap(int seed)
    {
        var random = new NamedRandom((ulong)seed, "arena");
        Slot[] slots = [.. Enumerable.Range(0, 60).Select(i =>
        {
            var slot = new Slot($"{i}", NumberType.UInt8, 1, 1 + (int)(random.NextDouble() * 5000), 1);
            int first = (int)(random.NextDouble() * 40);
            slot.Touch(first);
            slot.Touch(first + (int)(random.NextDouble() * 6));
            return slot;
        })];
        long bytes = ArenaPlan.Place(slots, reuse: true);
        foreach (Slot a in slots)
        {
            Assert.Equal(0, a.Offset % ArenaPlan.Alignment);
            Assert.InRange(a.Offset + a.Bytes, 0, bytes);
            Assert.All(slots.Where(b => b != a && b.First <= a.Last && a.First <= b.Last), b =>
                Assert.True(a.Offset + a.Bytes <= b.Offset || b.Offset + b.Bytes <= a.Offset, $"{a.Name} and {b.Name} overlap"));
        }

        // No plan can do with less than what lives at once; without reuse everything has a place of its own.
        long most = Enumerable.Range(0, 50).Max(step => slots.Where(slot => slot.First <= step && step <= slot.Last).Sum(slot => slot.Bytes));
        Assert.InRange(bytes, most, 2 * most);
        Assert.True(ArenaPlan.Place(slots, reuse: false) >= slots.Sum(slot => slot.Bytes));
    }
}
