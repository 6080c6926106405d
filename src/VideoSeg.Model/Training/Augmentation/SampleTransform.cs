using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Training.Augmentation;

/// <summary>The random changes drawn for one sample of one epoch.</summary>
internal sealed class SampleTransform
{
    /// <summary>Output to input coordinates, both in [-1, 1]: two rows of three.</summary>
    public float[] Affine { get; } = new float[6];

    /// <summary>RGB to RGB: three rows of three.</summary>
    public float[] Color { get; } = new float[9];

    /// <summary>Factor of the distance to the picture's mean.</summary>
    public float Contrast { get; private init; }

    /// <summary>Exponent of the final curve.</summary>
    public float Gamma { get; private init; }

    /// <summary>Standard deviation of the blur in pixels; 0 for none.</summary>
    public float BlurSigma { get; private init; }

    /// <summary>JPEG quality of the round trip; 0 for none.</summary>
    public int CompressionQuality { get; private init; }

    /// <summary>Draws the changes from <paramref name="random"/>; the same number of draws whatever the options.</summary>
    public static SampleTransform Draw(AugmentationOptions options, ref KeyedRandom random)
    {
        double flipX = random.Chance(options.FlipHorizontal) ? -1 : 1;
        double flipY = random.Chance(options.FlipVertical) ? -1 : 1;
        double angle = random.Within(options.RotationDegrees) * Math.PI / 180;
        double shear = Math.Tan(random.Within(options.ShearDegrees) * Math.PI / 180);
        double scale = random.Factor(options.Scale);
        double stretch = Math.Sqrt(random.Factor(options.Stretch));
        double shiftX = random.Within(options.Shift) * 2;
        double shiftY = random.Within(options.Shift) * 2;
        double brightness = 1 + random.Within(options.Brightness);
        double contrast = 1 + random.Within(options.Contrast);
        double saturation = 1 + random.Within(options.Saturation);
        double hue = random.Within(options.HueDegrees) * Math.PI / 180;
        double gamma = random.Factor(options.Gamma);
        bool blur = random.Chance(options.BlurProbability);
        double sigma = options.BlurSigma * (0.2 + (0.8 * random.NextDouble()));
        bool compress = random.Chance(options.CompressionProbability);
        int quality = options.CompressionQuality + random.NextInt(96 - options.CompressionQuality);

        var transform = new SampleTransform
        {
            Contrast = (float)contrast,
            Gamma = (float)gamma,
            BlurSigma = blur ? (float)sigma : 0,
            CompressionQuality = compress ? quality : 0,
        };
        transform.SetAffine(angle, shear, flipX / (scale * stretch), flipY * stretch / scale, shiftX, shiftY);
        transform.SetColor(brightness, saturation, hue);
        return transform;
    }

    private void SetAffine(double angle, double shear, double scaleX, double scaleY, double shiftX, double shiftY)
    {
        double cos = Math.Cos(angle), sin = Math.Sin(angle);
        Affine[0] = (float)(cos * scaleX);
        Affine[1] = (float)(((cos * shear) - sin) * scaleY);
        Affine[2] = (float)shiftX;
        Affine[3] = (float)(sin * scaleX);
        Affine[4] = (float)(((sin * shear) + cos) * scaleY);
        Affine[5] = (float)shiftY;
    }

    /// <summary>A turn about the grey axis, then a pull towards luma (BT.601 weights), then a factor.</summary>
    private void SetColor(double brightness, double saturation, double hue)
    {
        double cos = Math.Cos(hue), side = Math.Sin(hue) / Math.Sqrt(3), rest = (1 - cos) / 3;
        double[] turn =
        [
            cos + rest, rest - side, rest + side,
            rest + side, cos + rest, rest - side,
            rest - side, rest + side, cos + rest,
        ];
        double[] luma = [0.299, 0.587, 0.114];
        for (int column = 0; column < 3; column++)
        {
            double gray = (luma[0] * turn[column]) + (luma[1] * turn[3 + column]) + (luma[2] * turn[6 + column]);
            for (int row = 0; row < 3; row++)
            {
                double value = gray + (saturation * (turn[(row * 3) + column] - gray));
                Color[(row * 3) + column] = (float)(brightness * value);
            }
        }
    }
}
