namespace VideoSeg.Model.Torch;

/// <summary>Memory of a GPU.</summary>
/// <param name="FreeBytes">Free for any program.</param>
/// <param name="TotalBytes">In all.</param>
/// <param name="AllocatedBytes">Held by the tensors of this process.</param>
/// <param name="ReservedBytes">Taken from the driver for tensors, now or kept for later ones, by this process.</param>
public readonly record struct CudaMemory(long FreeBytes, long TotalBytes, long AllocatedBytes, long ReservedBytes);
