using System.Runtime.InteropServices;
using VideoSeg.Model.Cuda;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>Copies the pictures as they are to the device, all at once, and converts them there with this project's own kernels.</summary>
internal sealed unsafe class KernelInput : ILaneInput
{
    // Planes begin at lines of the cache; the copy is made in floats.
    private const int Alignment = 64;

    // A stream needs one; beyond these all are computed anew.
    private const int MaximumGeometries = 16;

    private readonly ILaneQueue _queue;
    private readonly CudaKernels _kernels;
    private readonly KernelQueue _stream;
    private readonly int _width;
    private readonly int _height;
    private readonly Dictionary<InputGeometry, (InputTables Tables, Tensor OnDevice)> _tables = [];
    private readonly Staging _staging;

    /// <summary>An input of a lane, whose stream is the thread's current one.</summary>
    /// <param name="kernels">Those of the queue's device.</param>
    /// <param name="queue">The lane's.</param>
    /// <param name="width">Width of the network's input.</param>
    /// <param name="height">Height of the network's input.</param>
    public KernelInput(CudaKernels kernels, ILaneQueue queue, int width, int height)
    {
        (_kernels, _queue, _width, _height, _staging) = (kernels, queue, width, height, new Staging(queue));
        if (queue.Device.Kind == DeviceKind.Cuda)
        {
            kernels.CheckDevice(queue.Device.Index);
            using var stream = CudaStream.Current(queue.Device);
            _stream = KernelQueue.Of(stream);
        }
    }

    /// <inheritdoc/>
    public string Notice => "";

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<ImagePlanes> pictures, Tensor target)
    {
        Span<long> starts = stackalloc long[pictures.Length * 4];
        long bytes = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = bytes;
            bytes += (PlaneExtent.Of(pictures[i / 4], i % 4).Bytes + Alignment - 1) / Alignment * Alignment;
        }

        Span<byte> host = _staging.Begin(bytes);
        for (int i = 0; i < starts.Length; i++)
        {
            var extent = PlaneExtent.Of(pictures[i / 4], i % 4);
            new ReadOnlySpan<byte>((void*)extent.Start, (int)extent.Bytes).CopyTo(host[(int)starts[i]..]);
        }

        nint device = _staging.CopyToDevice();
        for (int i = 0; i < pictures.Length; i++)
        {
            ImagePlanes picture = OnDevice(pictures[i], device, starts.Slice(4 * i, 4));
            (InputTables tables, Tensor onDevice) = TablesOf(picture);
            _kernels.Convert(_stream, picture, tables, onDevice.DataPointer, CudaImage.Of(target, i));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ForgetTables();
        _staging.Dispose();
    }

    private ImagePlanes OnDevice(in ImagePlanes picture, nint device, ReadOnlySpan<long> starts) => picture with
    {
        Plane0 = Row(picture, 0, device, starts),
        Plane1 = Row(picture, 1, device, starts),
        Plane2 = Row(picture, 2, device, starts),
        Plane3 = null,
        Memory = _kernels.AreForHost ? MemoryKind.Host : MemoryKind.Cuda,
    };

    private static byte* Row(in ImagePlanes picture, int plane, nint device, ReadOnlySpan<long> starts)
    {
        var extent = PlaneExtent.Of(picture, plane);
        return extent.Start == 0 ? null : (byte*)(device + (nint)(starts[plane] + extent.FirstRow));
    }

    private (InputTables Tables, Tensor OnDevice) TablesOf(in ImagePlanes picture)
    {
        var geometry = InputGeometry.Of(picture, _width, _height);
        if (_tables.TryGetValue(geometry, out (InputTables Tables, Tensor OnDevice) known))
        {
            return known;
        }

        if (_tables.Count == MaximumGeometries)
        {
            // What is queued still reads them; libtorch gives their memory to nothing that is not queued behind.
            ForgetTables();
        }

        var tables = new InputTables(picture, _width, _height);
        using Tensor host = Tensor.FromData(tables.Bytes, [tables.Bytes.Length]);
        known = (tables, host.To(_queue.Device).DetachFromScope());
        _tables.Add(geometry, known);
        return known;
    }

    private void ForgetTables()
    {
        foreach ((_, Tensor onDevice) in _tables.Values)
        {
            onDevice.Dispose();
        }

        _tables.Clear();
    }

    /// <summary>Memory for the samples of a call on both sides. It grows, and is used again when the call before has ended.</summary>
    private sealed class Staging(ILaneQueue queue) : IDisposable
    {
        // Batches of streams whose pictures differ in size come in many sums.
        private const int MaximumViews = 64;

        private readonly Dictionary<long, (Tensor Host, Tensor Device)> _views = [];
        private Tensor? _host;
        private Tensor? _device;
        private long _used;

        public Span<byte> Begin(long bytes)
        {
            _used = bytes / sizeof(float);
            if (_host is null || _host.ElementCount < _used)
            {
                Dispose();
                _host = queue.AllocateHost([_used]);
                _device = Tensor.Zeros([_used], device: queue.Device).DetachFromScope();
            }

            return MemoryMarshal.AsBytes(_host.AsSpan<float>())[..(int)bytes];
        }

        public nint CopyToDevice()
        {
            if (!_views.TryGetValue(_used, out (Tensor Host, Tensor Device) views))
            {
                if (_views.Count == MaximumViews)
                {
                    ForgetViews();
                }

                views = (_host!.Narrow(0, 0, _used).DetachFromScope(), _device!.Narrow(0, 0, _used).DetachFromScope());
                _views.Add(_used, views);
            }

            views.Device.Copy_(views.Host, nonBlocking: true);
            return views.Device.DataPointer;
        }

        public void Dispose()
        {
            ForgetViews();
            _host?.Dispose();
            _device?.Dispose();
            (_host, _device) = (null, null);
        }

        private void ForgetViews()
        {
            foreach ((Tensor host, Tensor device) in _views.Values)
            {
                host.Dispose();
                device.Dispose();
            }

            _views.Clear();
        }
    }
}
