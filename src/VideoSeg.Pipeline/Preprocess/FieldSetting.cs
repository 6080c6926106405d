using System.Globalization;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>Where the field of view lies, or that it is to be found. Lengths are in pixels of the picture as it is segmented.</summary>
public sealed class FieldSetting
{
    private readonly FieldShape? _shape;
    private readonly double[] _numbers;

    private FieldSetting(FieldShape? shape, params double[] numbers) => (_shape, _numbers) = (shape, numbers);

    /// <summary>It is found; where none stands out it is the whole picture.</summary>
    public static FieldSetting Auto { get; } = new(null);

    /// <summary>The whole picture.</summary>
    public static FieldSetting Whole { get; } = new(FieldShape.Whole);

    /// <summary>Whether it is to be found.</summary>
    public bool IsAuto => _shape is null;

    /// <summary>A rectangle; what lies outside the picture is cut off.</summary>
    public static FieldSetting Box(PixelRegion box) => new(FieldShape.Box, box.X, box.Y, box.Width, box.Height);

    /// <summary>A circle; what lies outside the picture is cut off.</summary>
    public static FieldSetting Circle(double x, double y, double radius) => new(FieldShape.Circle, x, y, radius);

    /// <summary><c>auto</c>, <c>whole</c>, <c>box:X,Y,WIDTH,HEIGHT</c> (whole numbers) or <c>circle:X,Y,RADIUS</c>; null for anything else.</summary>
    public static FieldSetting? Parse(string text)
    {
        string[] parts = text.Split(':');
        double[]? numbers = parts.Length == 2 ? Numbers(parts[1]) : [];
        return (parts[0], numbers) switch
        {
            ("auto", []) when parts.Length == 1 => Auto,
            ("whole", []) when parts.Length == 1 => Whole,
            ("box", [var x, var y, > 0 and var width, > 0 and var height]) when numbers.All(n => n is >= 0 and <= int.MaxValue && n == Math.Floor(n)) =>
                Box(new PixelRegion((int)x, (int)y, (int)width, (int)height)),
            ("circle", [var x, var y, > 0 and var radius]) => Circle(x, y, radius),
            _ => null,
        };
    }

    /// <summary>The field in pictures of a size. Not where <see cref="IsAuto"/>.</summary>
    /// <exception cref="VideoSegException">It lies outside the picture (<see cref="FaultKind.Usage"/>).</exception>
    public FieldOfView In(int width, int height)
    {
        try
        {
            return _shape switch
            {
                FieldShape.Whole => FieldOfView.Whole(width, height),
                FieldShape.Box => FieldOfView.Box(width, height, new PixelRegion((int)_numbers[0], (int)_numbers[1], (int)_numbers[2], (int)_numbers[3])),
                FieldShape.Circle => FieldOfView.Circle(width, height, _numbers[0], _numbers[1], _numbers[2]),
                _ => throw new InvalidOperationException("the field is still to be found"),
            };
        }
        catch (ArgumentException)
        {
            throw new VideoSegException(FaultKind.Usage, $"expected a field of view within the picture of {width} x {height} pixels, found {this}. Give one that lies in it.");
        }
    }

    /// <summary>As <see cref="Parse"/> takes it.</summary>
    public override string ToString()
    {
        string name = _shape?.ToString().ToLowerInvariant() ?? "auto";
        return _numbers.Length == 0 ? name : $"{name}:{string.Join(',', _numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}";
    }

    private static double[]? Numbers(string text)
    {
        string[] parts = text.Split(',');
        var numbers = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }
}
