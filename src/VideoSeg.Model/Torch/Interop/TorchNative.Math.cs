using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_add")]
    internal static partial int Add(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_sub")]
    internal static partial int Sub(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_mul")]
    internal static partial int Mul(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_div")]
    internal static partial int Div(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_add_scalar")]
    internal static partial int AddScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_sub_scalar")]
    internal static partial int SubScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_mul_scalar")]
    internal static partial int MulScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_div_scalar")]
    internal static partial int DivScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_rsub_scalar")]
    internal static partial int RsubScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_add_")]
    internal static partial int Add_(TensorHandle left, TensorHandle right);

    [LibraryImport(Library, EntryPoint = "vst_sub_")]
    internal static partial int Sub_(TensorHandle left, TensorHandle right);

    [LibraryImport(Library, EntryPoint = "vst_mul_")]
    internal static partial int Mul_(TensorHandle left, TensorHandle right);

    [LibraryImport(Library, EntryPoint = "vst_div_")]
    internal static partial int Div_(TensorHandle left, TensorHandle right);

    [LibraryImport(Library, EntryPoint = "vst_add_scalar_")]
    internal static partial int AddScalar_(TensorHandle left, double right);

    [LibraryImport(Library, EntryPoint = "vst_sub_scalar_")]
    internal static partial int SubScalar_(TensorHandle left, double right);

    [LibraryImport(Library, EntryPoint = "vst_mul_scalar_")]
    internal static partial int MulScalar_(TensorHandle left, double right);

    [LibraryImport(Library, EntryPoint = "vst_div_scalar_")]
    internal static partial int DivScalar_(TensorHandle left, double right);

    [LibraryImport(Library, EntryPoint = "vst_lerp_")]
    internal static partial int Lerp_(TensorHandle tensor, TensorHandle end, double weight);

    [LibraryImport(Library, EntryPoint = "vst_clamp_")]
    internal static partial int Clamp_(TensorHandle tensor, double minimum, double maximum);

    [LibraryImport(Library, EntryPoint = "vst_relu_")]
    internal static partial int Relu_(TensorHandle tensor);

    [LibraryImport(Library, EntryPoint = "vst_sigmoid_")]
    internal static partial int Sigmoid_(TensorHandle tensor);

    [LibraryImport(Library, EntryPoint = "vst_neg")]
    internal static partial int Neg(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_abs")]
    internal static partial int Abs(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_exp")]
    internal static partial int Exp(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_log")]
    internal static partial int Log(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_sqrt")]
    internal static partial int Sqrt(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_floor")]
    internal static partial int Floor(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_round")]
    internal static partial int Round(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_relu")]
    internal static partial int Relu(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_sigmoid")]
    internal static partial int Sigmoid(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_pow")]
    internal static partial int Pow(TensorHandle tensor, double exponent, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_clamp")]
    internal static partial int Clamp(TensorHandle tensor, double minimum, double maximum, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_softmax")]
    internal static partial int Softmax(TensorHandle tensor, long dim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_log_softmax")]
    internal static partial int LogSoftmax(TensorHandle tensor, long dim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_matmul")]
    internal static partial int Matmul(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_addcmul")]
    internal static partial int AddCMul(TensorHandle tensor, TensorHandle left, TensorHandle right, out TensorHandle result);
}
