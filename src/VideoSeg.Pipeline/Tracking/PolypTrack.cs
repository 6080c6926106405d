using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>One polyp over time.</summary>
public sealed class PolypTrack
{
    /// <summary>Frames for each class, once two were seen.</summary>
    private int[] _votes = [];

    internal PolypTrack(int classIndex) => ClassIndex = classIndex;

    /// <summary>Its number, from 1, in the order in which polyps were confirmed; 0 while it is not.</summary>
    public int Id { get; internal set; }

    /// <summary>Index of its class: the one that most of the frames it was seen in spoke for; of equal ones the one it was before.</summary>
    public int ClassIndex { get; private set; }

    /// <summary>Where it was last, moved along with the picture since.</summary>
    public PixelRegion Box { get; internal set; }

    /// <summary>Presentation time of the frame it was first seen in, in seconds.</summary>
    public double FirstSeen { get; internal set; }

    /// <summary>Presentation time of the frame it was last seen in, in seconds.</summary>
    public double LastSeen { get; internal set; }

    /// <summary>Frames it was seen in.</summary>
    public int Frames { get; internal set; }

    /// <summary>Times it was lost and found again.</summary>
    public int Breaks { get; internal set; }

    /// <summary>Whether it was seen in enough frames to be shown.</summary>
    public bool IsConfirmed => Id > 0;

    /// <summary>Takes the class of the next frame that shows it; <see cref="Frames"/> counts that frame already.</summary>
    internal void Vote(int classIndex)
    {
        if (_votes.Length == 0 && classIndex == ClassIndex)
        {
            return;
        }

        if (_votes.Length <= Math.Max(classIndex, ClassIndex))
        {
            bool isFirst = _votes.Length == 0;
            Array.Resize(ref _votes, Math.Max(classIndex, ClassIndex) + 1);
            _votes[ClassIndex] = isFirst ? Frames - 1 : _votes[ClassIndex];
        }

        _votes[classIndex]++;
        ClassIndex = _votes[classIndex] > _votes[ClassIndex] ? classIndex : ClassIndex;
    }

    /// <summary>Whether the last frame showed it.</summary>
    internal bool IsSeen { get; set; }

    /// <summary>Whether the frame before the last one showed it.</summary>
    internal bool WasSeen { get; set; }
}
