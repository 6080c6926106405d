using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace VideoSeg.TestKit;

/// <summary>Writes TorchScript files as <c>torch.jit.save</c> does, without Python: libtorch compiles the source and saves the module.</summary>
public static unsafe class TestScript
{
    private const int MessageCapacity = 4096;

    /// <summary>The description of a network of one class that gives logits at 32 x 32.</summary>
    public const string Description = """{"outputs": "logits", "input_width": 32, "input_height": 32}""";

    private static readonly Lazy<nint> Writer = new(() => NativeLibrary.GetExport(NativeLibrary.Load(Library), "vstt_save_module"));

    private static string Library => Repository.At("artifacts", "native-tests", "libvideoseg_torch_tests.so");

    /// <summary>Writes a module.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Its method <c>forward(self, x)</c>, or on one line the expression that it returns.</param>
    /// <param name="description">The JSON to write beside it; null for none.</param>
    /// <param name="tensors">Its attributes, float32.</param>
    public static string Write(string path, string source, string? description = Description, params (string Name, float[] Values, ImmutableArray<long> Shape)[] tensors)
    {
        source = source.Contains('\n', StringComparison.Ordinal) ? $"{source}\n" : $"def forward(self, x):\n    return {source}\n";
        var memory = new List<nint>();
        nint Text(string text)
        {
            memory.Add(Marshal.StringToCoTaskMemUTF8(text));
            return memory[^1];
        }

        GCHandle[] pins = [.. tensors.Select(tensor => GCHandle.Alloc(tensor.Values, GCHandleType.Pinned))];
        nint[] names = [.. tensors.Select(tensor => Text(tensor.Name))];
        nint[] values = [.. pins.Select(pin => pin.AddrOfPinnedObject())];
        long[] shapes = [.. tensors.SelectMany(tensor => tensor.Shape)];
        int[] dimensions = [.. tensors.Select(tensor => tensor.Shape.Length)];
        byte* message = stackalloc byte[MessageCapacity];
        var save = (delegate* unmanaged<nint, nint, nint*, nint*, long*, int*, int, byte*, int, int>)Writer.Value;
        try
        {
            fixed (nint* namesPointer = names, valuesPointer = values)
            fixed (long* shapesPointer = shapes)
            fixed (int* dimensionsPointer = dimensions)
            {
                if (save(Text(path), Text(source), namesPointer, valuesPointer, shapesPointer, dimensionsPointer, tensors.Length, message, MessageCapacity) != 0)
                {
                    throw new InvalidOperationException(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(message)));
                }
            }
        }
        finally
        {
            memory.ForEach(Marshal.FreeCoTaskMem);
            Array.ForEach(pins, pin => pin.Free());
        }

        if (description is not null)
        {
            File.WriteAllText($"{path}.json", description);
        }

        return path;
    }
}
