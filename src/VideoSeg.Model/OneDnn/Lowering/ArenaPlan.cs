namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>
/// Places values in one block of memory so that those that are needed at the same time do not overlap: the largest first, each at the
/// lowest free place. Y. Pisarchyk, J. Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020 (greedy by size).
/// </summary>
internal static class ArenaPlan
{
    /// <summary>Boundary that every value begins at: a cache line.</summary>
    public const long Alignment = 64;

    /// <summary>Sets the offsets and returns the bytes needed.</summary>
    /// <param name="slots">With their first and last steps.</param>
    /// <param name="reuse">Whether memory is used again once a value is not needed any more; without, every value can be read after a run.</param>
    public static long Place(IReadOnlyCollection<Slot> slots, bool reuse)
    {
        var placed = new List<Slot>(slots.Count);
        long end = 0;
        foreach (Slot slot in slots.OrderByDescending(slot => slot.Bytes).ThenBy(slot => slot.First))
        {
            long offset = 0;
            foreach (Slot other in placed.Where(other => !reuse || Overlap(other, slot)).OrderBy(other => other.Offset))
            {
                if (offset + slot.Bytes <= other.Offset)
                {
                    break;
                }

                offset = Math.Max(offset, RoundUp(other.Offset + other.Bytes));
            }

            slot.Offset = offset;
            placed.Add(slot);
            end = Math.Max(end, RoundUp(offset + slot.Bytes));
        }

        return end;
    }

    private static bool Overlap(Slot a, Slot b) => a.First <= b.Last && b.First <= a.Last;

    private static long RoundUp(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}
