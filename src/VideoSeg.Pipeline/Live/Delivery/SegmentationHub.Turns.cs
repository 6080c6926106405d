using System.Runtime.InteropServices;
using VideoSeg.Pipeline.Live.Delivery.Batching;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <content>Which frames go into the network's next run, and which lane gives them to it.</content>
public sealed partial class SegmentationHub
{
    private readonly List<WaitingFrame> _waiting = [];
    private readonly TurnOrder _order = new();
    private readonly BatchPlanner _planner;

    /// <summary>Whether a lane holds frames back just now.</summary>
    internal bool IsHolding
    {
        get
        {
            lock (_lock)
            {
                return _network is { } network && network.Lanes.Exists(static lane => lane.IsHolding);
            }
        }
    }

    /// <summary>Fills a lane with what waits, or says how long it is to wait; null: it is to end.</summary>
    internal HubTurn? Take(HubNetwork network, HubLane lane)
    {
        HubLane? another;
        TimeSpan held;
        lock (_lock)
        {
            (lane.IsIdle, lane.IsHolding) = (false, false);
            if (network.IsRetired)
            {
                return null;
            }

            long now = Context.Time.GetTimestamp();
            int places = Gather(now);
            BatchPlan plan = _planner.Plan(CollectionsMarshal.AsSpan(_waiting), places, network.BatchLimit, network.Times, now);
            if (plan.Count == 0)
            {
                network.HoldsSince = plan.Until is null ? null : network.HoldsSince ?? now;
                (lane.IsIdle, lane.IsHolding) = (true, plan.Until is not null);
                return new HubTurn(HasFrames: false, plan.Until);
            }

            for (int i = 0; i < plan.Count; i++)
            {
                lane.Frames.Add(_waiting[i]);
                _waiting[i].Slot.Clear();
            }

            _order.Taken(lane.Frames);
            held = network.HoldsSince is { } since ? Context.Time.GetElapsedTime(since, now) : TimeSpan.Zero;
            network.HoldsSince = null;
            lane.Begin();
            another = plan.Count < _waiting.Count ? TakeIdle() : null;
        }

        another?.Wake();
        RecordTaken(lane, held);
        return new HubTurn(HasFrames: true, null);
    }

    /// <summary>Puts what the network may take now in the order of turns; says how many frames there could be.</summary>
    private int Gather(long now)
    {
        _waiting.Clear();
        int places = 0;
        foreach (HubSlot slot in _slots)
        {
            if (!slot.MayHaveFrame(now))
            {
                continue;
            }

            places++;
            if (slot.Waiting is { } frame)
            {
                _waiting.Add(frame);
            }
        }

        _order.Sort(_waiting);
        return places;
    }

    /// <summary>A lane that waits, first of all one that holds frames back: it looks again. Under the lock; the caller wakes it.</summary>
    private HubLane? TakeIdle()
    {
        HubLane? idle = null;
        if (_network is { IsRetired: false } network)
        {
            foreach (HubLane lane in network.Lanes)
            {
                idle = lane.IsIdle && (idle is null || lane.IsHolding) ? lane : idle;
            }
        }

        if (idle is not null)
        {
            idle.IsIdle = false;
        }

        return idle;
    }

    private void RecordTaken(HubLane lane, TimeSpan held)
    {
        Context.Instruments.BatchSize.Record(lane.Frames.Count);
        Context.Instruments.EngineHold.Record(held.TotalSeconds);
        long now = Context.Time.GetTimestamp();
        foreach (WaitingFrame frame in lane.Frames)
        {
            frame.Slot.RecordWait(frame, now);
        }
    }

    private void RecordRun(HubNetwork network, int frames, TimeSpan time)
    {
        lock (_lock)
        {
            if (network.IsRetired)
            {
                return;
            }

            network.Times.Record(frames, time);
        }

        KeyValuePair<string, object?> size = LiveTags.OfBatch(frames);
        Context.Instruments.EngineRun.Record(time.TotalSeconds, size);
        Context.Instruments.EngineRunFrame.Record(time.TotalSeconds / frames, size);
    }
}
