using VideoSeg.Model.Data.Packs;
using VideoSeg.Model.Images;

namespace VideoSeg.Model.Training;

/// <summary>A sample that lies in a pack.</summary>
/// <param name="pack">The pack.</param>
/// <param name="index">Its number there.</param>
/// <param name="kinds">How many classes besides the background are trained; of one, anything but background is it.</param>
internal sealed class PackedSample(PackFile pack, int index, int kinds) : ITrainingSample
{
    /// <inheritdoc/>
    public string Name => pack.Name(index);

    /// <inheritdoc/>
    public Picture ReadImage() => pack.ReadImage(index);

    /// <inheritdoc/>
    public (Picture Image, Picture Mask) Read()
    {
        Picture mask = pack.ReadMask(index);
        if (kinds == 1)
        {
            for (int i = 0; i < mask.Data.Length; i++)
            {
                mask.Data[i] = mask.Data[i] == 0 ? (byte)0 : byte.MaxValue;
            }
        }

        return (ReadImage(), mask);
    }
}
