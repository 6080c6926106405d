using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VideoSeg.Model.Images;
using VideoSeg.Model.Randomness;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// The endoscope's sensor and processor: tone curve, soft lens, edge enhancement (the seams around highlights and edges that every
/// endoscope picture shows), noise, and the black around the octagon.
/// </summary>
internal sealed class CameraSensor
{
    private readonly RenderOptions _options;
    private readonly FieldOfView _view;
    private readonly float[][] _soft;
    private readonly float[][] _wide;
    private readonly float[] _softKernel;
    private readonly float[] _wideKernel;

    public CameraSensor(RenderOptions options, FieldOfView view)
    {
        _options = options;
        _view = view;
        int size = LightBuffer.PaddedWidth(options.Width) * options.Height;
        _soft = [new float[size], new float[size], new float[size]];
        _wide = [new float[size], new float[size], new float[size]];
        // The optics resolve about as much at any picture size: the blur grows with the octagon.
        float scale = 0.0028f / view.RadiansPerPixel;
        _softKernel = Kernel(MathF.Max(0.35f, 0.6f * scale));
        _wideKernel = Kernel(MathF.Max(0.6f, 1.9f * scale));
    }

    /// <summary>Turns light into the processor's picture. The light is changed.</summary>
    public void Develop(LightBuffer light, float exposure, ulong noiseSeed, Picture picture)
    {
        uint key = (uint)new CounterRandom(noiseSeed, 90).Next();
        ParallelOptions parallel = _options.Parallel;
        Parallel.For(0, light.Height, parallel, y =>
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Span<float> row = light.Row(channel, y);
                ToneCurve.Apply(row, exposure);
                BlurRow(row, _soft[channel].AsSpan(y * light.Stride, light.Stride), _softKernel);
                BlurRow(row, _wide[channel].AsSpan(y * light.Stride, light.Stride), _wideKernel);
            }
        });
        Parallel.For(0, light.Height, parallel, y => DevelopRow(y, light.Stride, key, picture));
    }

    private void DevelopRow(int y, int stride, uint key, Picture picture)
    {
        Span<byte> row = picture.Data.AsSpan(y * picture.StrideBytes, picture.StrideBytes);
        row.Clear();
        (int start, int end) = _view.Span(y, picture.Width);
        float enhance = (float)_options.Sharpening, noise = (float)_options.Noise / 255;
        for (int x = start; x < end; x += 8)
        {
            SensorNoise.At(x, y, key, out Lanes luma, out Lanes redder, out Lanes bluer);
            Lanes red = Combine(0, x, y, stride, enhance), green = Combine(1, x, y, stride, enhance), blue = Combine(2, x, y, stride, enhance);
            Lanes strength = (Vector256.Create(2.4f) - (green * 1.4f)) * noise;
            red += (luma + redder) * strength;
            green += luma * strength;
            blue += (luma + bluer) * strength;
            for (int lane = 0; lane < Math.Min(8, end - x); lane++)
            {
                float inside = _view.Coverage(x + lane, y) * 255;
                int at = 3 * (x + lane);
                row[at] = ToByte(red[lane], inside);
                row[at + 1] = ToByte(green[lane], inside);
                row[at + 2] = ToByte(blue[lane], inside);
            }
        }
    }

    private Lanes Combine(int channel, int x, int y, int stride, float enhance)
    {
        Lanes soft = BlurColumn(_soft[channel], x, y, stride, _softKernel), wide = BlurColumn(_wide[channel], x, y, stride, _wideKernel);
        return LaneMath.MultiplyAdd(soft - wide, Vector256.Create(enhance), soft);
    }

    private static byte ToByte(float level, float scale) => (byte)((Math.Clamp(level, 0, 1) * scale) + 0.5f);

    [SkipLocalsInit]
    private static void BlurRow(ReadOnlySpan<float> row, Span<float> result, float[] kernel)
    {
        int reach = kernel.Length / 2;
        Span<float> padded = stackalloc float[row.Length + (2 * reach)];
        padded[..reach].Clear();
        row.CopyTo(padded[reach..]);
        padded[^reach..].Clear();
        for (int x = 0; x < row.Length; x += 8)
        {
            Lanes sum = Lanes.Zero;
            for (int i = 0; i < kernel.Length; i++)
            {
                sum = LaneMath.MultiplyAdd(Vector256.LoadUnsafe(ref padded[0], (nuint)(x + i)), Vector256.Create(kernel[i]), sum);
            }

            sum.StoreUnsafe(ref result[0], (nuint)x);
        }
    }

    private static Lanes BlurColumn(float[] plane, int x, int y, int stride, float[] kernel)
    {
        int reach = kernel.Length / 2, height = plane.Length / stride;
        Lanes sum = Lanes.Zero;
        for (int i = 0; i < kernel.Length; i++)
        {
            int row = Math.Clamp(y + i - reach, 0, height - 1);
            sum = LaneMath.MultiplyAdd(Vector256.LoadUnsafe(ref plane[0], (nuint)((row * stride) + x)), Vector256.Create(kernel[i]), sum);
        }

        return sum;
    }

    private static float[] Kernel(float sigma)
    {
        int reach = (int)MathF.Ceiling(2.5f * sigma);
        var kernel = new float[(2 * reach) + 1];
        float sum = 0;
        for (int i = -reach; i <= reach; i++)
        {
            sum += kernel[i + reach] = MathF.Exp(-(i * i) / (2 * sigma * sigma));
        }

        return Array.ConvertAll(kernel, value => value / sum);
    }
}
