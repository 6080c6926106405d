namespace VideoSeg.Pipeline.Live.Delivery.Batching;

/// <summary>
/// Whose frames come first: those of streams of higher priority, and among equals whose turn is the longest ago. But in each eighth run the first place
/// belongs to the one whose turn is the longest ago, whatever its priority: with N streams none waits longer than 8 N runs. Not for two
/// threads at a time.
/// </summary>
internal sealed class TurnOrder
{
    /// <summary>Each of so many runs begins with the one whose turn is the longest ago.</summary>
    public const int Runs = 8;

    private long _run;
    private long _turn;

    /// <summary>A stream comes: it has its turn after those that are there.</summary>
    public void Joined(HubSlot slot) => slot.LastTurn = ++_turn;

    /// <summary>Puts what waits in order, one frame of each stream.</summary>
    public void Sort(List<WaitingFrame> waiting)
    {
        waiting.Sort(static (first, second) => first.Slot.Priority != second.Slot.Priority
            ? second.Slot.Priority.CompareTo(first.Slot.Priority)
            : first.Slot.LastTurn.CompareTo(second.Slot.LastTurn));
        if ((_run + 1) % Runs != 0 || waiting.Count < 2)
        {
            return;
        }

        int longest = 0;
        for (int i = 1; i < waiting.Count; i++)
        {
            longest = waiting[i].Slot.LastTurn < waiting[longest].Slot.LastTurn ? i : longest;
        }

        WaitingFrame first = waiting[longest];
        waiting.RemoveAt(longest);
        waiting.Insert(0, first);
    }

    /// <summary>These have their turn now, in one run.</summary>
    public void Taken(List<WaitingFrame> frames)
    {
        _run++;
        foreach (WaitingFrame frame in frames)
        {
            frame.Slot.LastTurn = ++_turn;
        }
    }
}
