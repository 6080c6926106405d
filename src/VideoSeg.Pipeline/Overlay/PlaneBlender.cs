using System.Numerics;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Lays a band of ink on the planes of a picture of any format: sample = sample x (1 - opacity) + colour x opacity, rounded once.
/// Where the opacity is 0 the sample is left exactly as it was.
/// </summary>
internal sealed class PlaneBlender
{
    private readonly InkFootprint _footprint = new();

    public unsafe void Blend(InkBand band, in ImagePlanes picture, TouchedMask? touched)
    {
        PixelFormat format = picture.Format;
        for (int component = 0; component < format.Components.Length; component++)
        {
            PixelComponent layout = format.Components[component];
            int shift = format.IsChroma(component) ? format.ChromaShiftY : 0;
            for (int row = band.Top >> shift; row << shift < band.Bottom; row++)
            {
                if (!_footprint.TryTake(band, picture, component, row, out SampleInk ink))
                {
                    continue;
                }

                touched?.Add(ink, row, format.IsChroma(component) ? format.ChromaShiftX : 0, shift);
                byte* samples = picture.Plane(layout.Plane) + ((nint)row * picture.Stride(layout.Plane)) + layout.OffsetBytes;
                if (layout.DepthBits > 8)
                {
                    BlendWords((ushort*)samples, layout.StepBytes / 2, layout.ShiftBits, ink);
                }
                else
                {
                    BlendBytes(samples, layout.StepBytes, ink);
                }
            }
        }
    }

    private static unsafe void BlendBytes(byte* samples, int step, in SampleInk ink)
    {
        int x = ink.Left, size = Vector<float>.Count;
        for (; step == 1 && x + Vector<byte>.Count <= ink.Right; x += Vector<byte>.Count)
        {
            ReadOnlySpan<float> alpha = ink.Alpha[x..], color = ink.Color[x..];
            if (!alpha[..Vector<byte>.Count].ContainsAnyExcept(0f))
            {
                continue;
            }

            Vector.Widen(Vector.Load(samples + x), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(high, out Vector<uint> c, out Vector<uint> d);
            low = Vector.Narrow(Mix(a, alpha, color), Mix(b, alpha[size..], color[size..]));
            high = Vector.Narrow(Mix(c, alpha[(2 * size)..], color[(2 * size)..]), Mix(d, alpha[(3 * size)..], color[(3 * size)..]));
            Vector.Narrow(low, high).Store(samples + x);
        }

        for (; x < ink.Right; x++)
        {
            if (ink.Alpha[x] != 0)
            {
                samples[x * step] = (byte)Mix(samples[x * step], ink.Alpha[x], ink.Color[x]);
            }
        }
    }

    private static unsafe void BlendWords(ushort* samples, int step, int shift, in SampleInk ink)
    {
        int x = ink.Left, size = Vector<float>.Count;
        for (; step == 1 && shift == 0 && x + Vector<ushort>.Count <= ink.Right; x += Vector<ushort>.Count)
        {
            ReadOnlySpan<float> alpha = ink.Alpha[x..], color = ink.Color[x..];
            if (!alpha[..Vector<ushort>.Count].ContainsAnyExcept(0f))
            {
                continue;
            }

            Vector.Widen(Vector.Load(samples + x), out Vector<uint> a, out Vector<uint> b);
            Vector.Narrow(Mix(a, alpha, color), Mix(b, alpha[size..], color[size..])).Store(samples + x);
        }

        for (; x < ink.Right; x++)
        {
            if (ink.Alpha[x] != 0)
            {
                ushort* sample = samples + (x * step);
                *sample = (ushort)((uint)Mix(*sample >> shift, ink.Alpha[x], ink.Color[x]) << shift);
            }
        }
    }

    private static Vector<uint> Mix(Vector<uint> sample, ReadOnlySpan<float> alpha, ReadOnlySpan<float> color)
    {
        Vector<float> value = Vector.ConvertToSingle(sample.As<uint, int>());
        value = value - (value * new Vector<float>(alpha)) + new Vector<float>(color) + new Vector<float>(0.5f);
        return Vector.ConvertToInt32(value).As<int, uint>();
    }

    private static int Mix(int sample, float alpha, float color) => (int)(sample - (sample * alpha) + color + 0.5f);
}
