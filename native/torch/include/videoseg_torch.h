/* libvideoseg_torch: a thin C ABI over libtorch.
 *
 * Conventions, beyond those of videoseg/status.h:
 *  - A vst_tensor is a counted reference to a libtorch tensor. Every vst_tensor** out receives a new handle that the caller frees with
 *    vst_tensor_free, also where the tensor shares its memory with another one (a view). Freeing one handle never invalidates another.
 *  - Functions are named after PyTorch's and do what PyTorch's do: broadcasting, type promotion, autograd (which records unless switched
 *    off on the calling thread). A name that ends in an underscore changes its first argument in place.
 *  - Dimensions may be negative, counting from the end. Shapes are int64 arrays with their length; pictures are [N, C, H, W].
 *  - int32 flags are 0 or 1. A "const vst_tensor*" marked optional may be null.
 *  - Any thread may call anything; one tensor must not be used by two threads at once while one of them changes it.
 *  - Failures: VS_INVALID_ARGUMENT (null pointer), VS_OUT_OF_MEMORY, VS_UNSUPPORTED (a CUDA function in a build without CUDA), VS_FAILED
 *    (libtorch refused: its own message, without the C++ back-trace).
 */
#ifndef VIDEOSEG_TORCH_H
#define VIDEOSEG_TORCH_H

#include "videoseg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a signature, a struct or a constant below changes. */
#define VST_ABI_VERSION 5

typedef struct vst_tensor vst_tensor;

enum { VST_UINT8 = 0, VST_INT64 = 1, VST_FLOAT16 = 2, VST_BFLOAT16 = 3, VST_FLOAT32 = 4, VST_BOOLEAN = 5 };
enum { VST_CPU = 0, VST_CUDA = 1 };
enum { VST_CONTIGUOUS = 0, VST_CHANNELS_LAST = 1 };
enum { VST_REDUCTION_NONE = 0, VST_REDUCTION_MEAN = 1, VST_REDUCTION_SUM = 2 };
enum { VST_MAX_DIMENSIONS = 8 };

/* ---- the library (runtime.cpp, error.cpp) ---- */

VS_EXPORT int32_t vst_abi_version(int32_t* version);
/* Copies the message of the calling thread's last failure, cut to capacity - 1 bytes and zero-terminated (UTF-8). */
VS_EXPORT int32_t vst_last_error(char* buffer, int32_t capacity);
/* Version of the libtorch in use, such as "1.13.1", zero-terminated. */
VS_EXPORT int32_t vst_version(char* buffer, int32_t capacity);
/* Number of tensor handles alive in the process. */
VS_EXPORT int32_t vst_tensor_live_count(int64_t* count);
/* Threads that one operation is spread over. OpenMP keeps the number for each calling thread: set it on the thread that computes. */
VS_EXPORT int32_t vst_set_threads(int32_t threads);
VS_EXPORT int32_t vst_get_threads(int32_t* threads);
/* Whether memory of large CPU tensors (1 MiB and more) is kept when they are freed and given to the next of about that size, instead of being
 * mapped and cleared anew each time: for training, whose steps allocate alike. Off at the start; switching off gives back what is kept. */
VS_EXPORT int32_t vst_keep_freed_memory(int32_t enabled);
/* Whether the processor multiplies bf16 in hardware (AVX512_BF16 or AMX_BF16). */
VS_EXPORT int32_t vst_cpu_has_fast_bf16(int32_t* fast);

/* ---- tensors (tensor.cpp) ---- */

typedef struct {
    int32_t scalar_type;  /* VST_UINT8 ... */
    int32_t device_kind;  /* VST_CPU or VST_CUDA */
    int32_t device_index; /* 0 on the CPU */
    int32_t dimensions;
    int64_t element_count;
    int64_t sizes[VST_MAX_DIMENSIONS];
} vst_tensor_description;

VS_EXPORT int32_t vst_tensor_free(vst_tensor* tensor);
VS_EXPORT int32_t vst_tensor_describe(const vst_tensor* tensor, vst_tensor_description* description);
VS_EXPORT int32_t vst_tensor_is_contiguous(const vst_tensor* tensor, int32_t memory_format, int32_t* contiguous);
/* Address of the first element, in the memory of the tensor's device; valid while a handle of the tensor lives. */
VS_EXPORT int32_t vst_tensor_data_pointer(const vst_tensor* tensor, void** pointer);
/* The value of a tensor of one element; waits for the device. */
VS_EXPORT int32_t vst_tensor_item(const vst_tensor* tensor, double* value);

/* Uninitialised memory. */
VS_EXPORT int32_t vst_empty(const int64_t* shape, int32_t dimensions, int32_t scalar_type, int32_t device_kind, int32_t device_index,
                            int32_t memory_format, vst_tensor** out);
VS_EXPORT int32_t vst_full(const int64_t* shape, int32_t dimensions, double value, int32_t scalar_type, int32_t device_kind,
                           int32_t device_index, vst_tensor** out);
/* 0, 1, ... end - 1. */
VS_EXPORT int32_t vst_arange(int64_t end, int32_t scalar_type, int32_t device_kind, int32_t device_index, vst_tensor** out);
VS_EXPORT int32_t vst_fill_(vst_tensor* tensor, double value);
VS_EXPORT int32_t vst_zero_(vst_tensor* tensor);

/* ---- transfer and conversion (transfer.cpp) ---- */

/* A new CPU tensor holding a copy of data: the elements row after row, bytes = element count x element size. */
VS_EXPORT int32_t vst_from_data(const void* data, int64_t bytes, const int64_t* shape, int32_t dimensions, int32_t scalar_type,
                                vst_tensor** out);
/* Copies between host memory (elements row after row, in the tensor's type) and a tensor of any layout on any device; waits for it. */
VS_EXPORT int32_t vst_copy_to_host(const vst_tensor* tensor, void* data, int64_t bytes);
VS_EXPORT int32_t vst_copy_from_host(vst_tensor* tensor, const void* data, int64_t bytes);
/* tensor := source, converting type, device and layout, broadcasting. */
VS_EXPORT int32_t vst_copy_(vst_tensor* tensor, const vst_tensor* source, int32_t non_blocking);
/* These three return the tensor itself (a new handle) where nothing is to be done. */
VS_EXPORT int32_t vst_to_type(const vst_tensor* tensor, int32_t scalar_type, vst_tensor** out);
VS_EXPORT int32_t vst_to_device(const vst_tensor* tensor, int32_t device_kind, int32_t device_index, int32_t non_blocking, vst_tensor** out);
VS_EXPORT int32_t vst_contiguous(const vst_tensor* tensor, int32_t memory_format, vst_tensor** out);
/* memory_format -1 keeps the tensor's own. */
VS_EXPORT int32_t vst_clone(const vst_tensor* tensor, int32_t memory_format, vst_tensor** out);
/* A copy in page-locked memory, from which a CUDA device copies without waiting. */
VS_EXPORT int32_t vst_pin_memory(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_is_pinned(const vst_tensor* tensor, int32_t* pinned);

/* ---- views (views.cpp): the results share the tensor's memory, but for index_select, flip and, where it must copy, reshape/flatten ---- */

VS_EXPORT int32_t vst_view(const vst_tensor* tensor, const int64_t* shape, int32_t dimensions, vst_tensor** out);
VS_EXPORT int32_t vst_reshape(const vst_tensor* tensor, const int64_t* shape, int32_t dimensions, vst_tensor** out);
VS_EXPORT int32_t vst_slice(const vst_tensor* tensor, int64_t dim, int64_t start, int64_t end, int64_t step, vst_tensor** out);
VS_EXPORT int32_t vst_narrow(const vst_tensor* tensor, int64_t dim, int64_t start, int64_t length, vst_tensor** out);
VS_EXPORT int32_t vst_select(const vst_tensor* tensor, int64_t dim, int64_t index, vst_tensor** out);
/* index: int64 tensor of one dimension. */
VS_EXPORT int32_t vst_index_select(const vst_tensor* tensor, int64_t dim, const vst_tensor* index, vst_tensor** out);
VS_EXPORT int32_t vst_squeeze(const vst_tensor* tensor, int64_t dim, vst_tensor** out);
VS_EXPORT int32_t vst_unsqueeze(const vst_tensor* tensor, int64_t dim, vst_tensor** out);
VS_EXPORT int32_t vst_permute(const vst_tensor* tensor, const int64_t* dims, int32_t count, vst_tensor** out);
VS_EXPORT int32_t vst_transpose(const vst_tensor* tensor, int64_t dim0, int64_t dim1, vst_tensor** out);
VS_EXPORT int32_t vst_flatten(const vst_tensor* tensor, int64_t start_dim, int64_t end_dim, vst_tensor** out);
VS_EXPORT int32_t vst_expand(const vst_tensor* tensor, const int64_t* shape, int32_t dimensions, vst_tensor** out);
VS_EXPORT int32_t vst_flip(const vst_tensor* tensor, const int64_t* dims, int32_t count, vst_tensor** out);
/* Shares the memory, knows nothing of the autograd graph. */
VS_EXPORT int32_t vst_detach(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_cat(const vst_tensor* const* tensors, int32_t count, int64_t dim, vst_tensor** out);
VS_EXPORT int32_t vst_stack(const vst_tensor* const* tensors, int32_t count, int64_t dim, vst_tensor** out);

/* ---- element by element (math.cpp) ---- */

VS_EXPORT int32_t vst_add(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
VS_EXPORT int32_t vst_sub(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
VS_EXPORT int32_t vst_mul(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
VS_EXPORT int32_t vst_div(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
VS_EXPORT int32_t vst_add_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_sub_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_mul_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_div_scalar(const vst_tensor* left, double right, vst_tensor** out);
/* right - left. */
VS_EXPORT int32_t vst_rsub_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_add_(vst_tensor* left, const vst_tensor* right);
VS_EXPORT int32_t vst_sub_(vst_tensor* left, const vst_tensor* right);
VS_EXPORT int32_t vst_mul_(vst_tensor* left, const vst_tensor* right);
VS_EXPORT int32_t vst_div_(vst_tensor* left, const vst_tensor* right);
VS_EXPORT int32_t vst_add_scalar_(vst_tensor* left, double right);
VS_EXPORT int32_t vst_sub_scalar_(vst_tensor* left, double right);
VS_EXPORT int32_t vst_mul_scalar_(vst_tensor* left, double right);
VS_EXPORT int32_t vst_div_scalar_(vst_tensor* left, double right);
VS_EXPORT int32_t vst_lerp_(vst_tensor* tensor, const vst_tensor* end, double weight);
VS_EXPORT int32_t vst_clamp_(vst_tensor* tensor, double minimum, double maximum);
VS_EXPORT int32_t vst_relu_(vst_tensor* tensor);
VS_EXPORT int32_t vst_sigmoid_(vst_tensor* tensor);

VS_EXPORT int32_t vst_neg(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_abs(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_exp(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_log(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_sqrt(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_floor(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_round(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_relu(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_sigmoid(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_pow(const vst_tensor* tensor, double exponent, vst_tensor** out);
VS_EXPORT int32_t vst_clamp(const vst_tensor* tensor, double minimum, double maximum, vst_tensor** out);
VS_EXPORT int32_t vst_softmax(const vst_tensor* tensor, int64_t dim, vst_tensor** out);
VS_EXPORT int32_t vst_log_softmax(const vst_tensor* tensor, int64_t dim, vst_tensor** out);
VS_EXPORT int32_t vst_matmul(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
/* tensor + left * right, in one pass over memory. */
VS_EXPORT int32_t vst_addcmul(const vst_tensor* tensor, const vst_tensor* left, const vst_tensor* right, vst_tensor** out);

/* ---- comparisons (compare.cpp): boolean results ---- */

VS_EXPORT int32_t vst_eq_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_ne_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_gt_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_ge_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_lt_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_le_scalar(const vst_tensor* left, double right, vst_tensor** out);
VS_EXPORT int32_t vst_eq(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
VS_EXPORT int32_t vst_isfinite(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_all(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_any(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_logical_not(const vst_tensor* tensor, vst_tensor** out);
VS_EXPORT int32_t vst_logical_and(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
VS_EXPORT int32_t vst_logical_or(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
/* condition ? left : right, element by element. */
VS_EXPORT int32_t vst_where(const vst_tensor* condition, const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
VS_EXPORT int32_t vst_maximum(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);
VS_EXPORT int32_t vst_minimum(const vst_tensor* left, const vst_tensor* right, vst_tensor** out);

/* ---- reductions (reduce.cpp): count = 0 reduces over all dimensions ---- */

VS_EXPORT int32_t vst_sum(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t keep_dim, vst_tensor** out);
VS_EXPORT int32_t vst_mean(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t keep_dim, vst_tensor** out);
/* unbiased: divides by count - 1. */
VS_EXPORT int32_t vst_var(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t unbiased, int32_t keep_dim, vst_tensor** out);
VS_EXPORT int32_t vst_amax(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t keep_dim, vst_tensor** out);
VS_EXPORT int32_t vst_amin(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t keep_dim, vst_tensor** out);
VS_EXPORT int32_t vst_argmax(const vst_tensor* tensor, int64_t dim, int32_t keep_dim, vst_tensor** out);
/* Euclidean norm of all elements. */
VS_EXPORT int32_t vst_norm(const vst_tensor* tensor, vst_tensor** out);

/* ---- networks (nn.cpp) ---- */

/* x [N, C, H, W], weight [out, C / groups, kh, kw], bias [out] optional. */
VS_EXPORT int32_t vst_conv2d(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, int64_t stride_height,
                             int64_t stride_width, int64_t padding_height, int64_t padding_width, int64_t dilation_height,
                             int64_t dilation_width, int64_t groups, vst_tensor** out);
/* max(0, conv2d), or with addend, a tensor of the result's shape, max(0, conv2d + addend). Without autograd. fused: asks cuDNN for one kernel that
 * does it all, which it has for f16 and bf16 and most geometries: VS_UNSUPPORTED where x is not of these or not on a GPU, VS_FAILED where cuDNN has
 * none. Otherwise one operation after the other, anywhere. */
VS_EXPORT int32_t vst_conv2d_relu(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, const vst_tensor* addend, int64_t stride,
                                  int64_t padding, int64_t dilation, int32_t fused, vst_tensor** out);
/* weight [C, out / groups, kh, kw]. */
VS_EXPORT int32_t vst_conv_transpose2d(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, int64_t stride,
                                       int64_t padding, int64_t output_padding, int64_t groups, int64_t dilation, vst_tensor** out);
/* weight, bias optional. training: normalises by the batch's statistics and moves running_mean and running_var (optional then)
 * towards them by momentum. x may be bf16 or f16 while the rest is f32. */
VS_EXPORT int32_t vst_batch_norm(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, vst_tensor* running_mean,
                                 vst_tensor* running_var, int32_t training, double momentum, double epsilon, vst_tensor** out);
/* x [..., in], weight [out, in], bias [out] optional. */
VS_EXPORT int32_t vst_linear(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, vst_tensor** out);
VS_EXPORT int32_t vst_max_pool2d(const vst_tensor* x, int64_t kernel, int64_t stride, int64_t padding, vst_tensor** out);
VS_EXPORT int32_t vst_avg_pool2d(const vst_tensor* x, int64_t kernel, int64_t stride, int64_t padding, vst_tensor** out);
VS_EXPORT int32_t vst_adaptive_avg_pool2d(const vst_tensor* x, int64_t height, int64_t width, vst_tensor** out);
VS_EXPORT int32_t vst_interpolate_nearest(const vst_tensor* x, int64_t height, int64_t width, vst_tensor** out);
/* antialias: a triangle filter as wide as the reduction, on f32. */
VS_EXPORT int32_t vst_interpolate_bilinear(const vst_tensor* x, int64_t height, int64_t width, int32_t align_corners, int32_t antialias,
                                           vst_tensor** out);

enum { VST_PAD_CONSTANT = 0, VST_PAD_REFLECT = 1, VST_PAD_REPLICATE = 2 };
/* padding: before and after, last dimension first: left, right, top, bottom. */
VS_EXPORT int32_t vst_pad(const vst_tensor* x, const int64_t* padding, int32_t count, int32_t mode, double value, vst_tensor** out);

enum { VST_SAMPLE_BILINEAR = 0, VST_SAMPLE_NEAREST = 1 };
enum { VST_OUTSIDE_ZEROS = 0, VST_OUTSIDE_BORDER = 1, VST_OUTSIDE_REFLECTION = 2 };
/* theta [N, 2, 3] maps output to input coordinates, both in [-1, 1]; result [N, height, width, 2] (x, y). */
VS_EXPORT int32_t vst_affine_grid(const vst_tensor* theta, int64_t height, int64_t width, int32_t align_corners, vst_tensor** out);
VS_EXPORT int32_t vst_grid_sample(const vst_tensor* x, const vst_tensor* grid, int32_t mode, int32_t outside, int32_t align_corners,
                                  vst_tensor** out);

/* target: probabilities, the shape of x. */
VS_EXPORT int32_t vst_binary_cross_entropy_with_logits(const vst_tensor* x, const vst_tensor* target, int32_t reduction, vst_tensor** out);
/* x [N, K, ...] logits, target [N, ...] int64 class indices; elements whose target is ignore_index do not count. */
VS_EXPORT int32_t vst_cross_entropy(const vst_tensor* x, const vst_tensor* target, int32_t reduction, int64_t ignore_index, vst_tensor** out);

/* ---- autograd (autograd.cpp) ---- */

VS_EXPORT int32_t vst_requires_grad(const vst_tensor* tensor, int32_t* requires_grad);
VS_EXPORT int32_t vst_set_requires_grad(vst_tensor* tensor, int32_t requires_grad);
/* The accumulated gradient; *out is null where there is none. */
VS_EXPORT int32_t vst_grad(const vst_tensor* tensor, vst_tensor** out);
/* gradient null clears it. */
VS_EXPORT int32_t vst_set_grad(vst_tensor* tensor, const vst_tensor* gradient);
/* gradient: of the loss by this tensor, optional where it has one element (then 1). Frees the graph. */
VS_EXPORT int32_t vst_backward(const vst_tensor* tensor, const vst_tensor* gradient);
/* Switches recording on the calling thread; tells what it was before. */
VS_EXPORT int32_t vst_set_grad_mode(int32_t enabled, int32_t* previous);
/* Inference mode of the calling thread, from enter to exit, which must be called on the same thread and in reverse order. */
VS_EXPORT int32_t vst_inference_mode_enter(void** guard);
VS_EXPORT int32_t vst_inference_mode_exit(void* guard);

/* ---- optimisers (optim.cpp): arrays of count handles, equal indices belonging together; nothing is recorded, no host waits for a device.
 * Parameters without a gradient are passed over. ---- */

/* AdamW (Loshchilov & Hutter 2019): decoupled weight decay; step counts from 1. first and second: the moments, shaped like the parameters. */
VS_EXPORT int32_t vst_adamw_(vst_tensor* const* parameters, vst_tensor* const* first, vst_tensor* const* second, int32_t count, int64_t step,
                             double learning_rate, double beta1, double beta2, double epsilon, double weight_decay);
/* Stochastic gradient descent: v := momentum v + g + weight_decay p; p := p - learning_rate (nesterov ? g + momentum v : v). */
VS_EXPORT int32_t vst_sgd_(vst_tensor* const* parameters, vst_tensor* const* velocity, int32_t count, double learning_rate, double momentum,
                           double weight_decay, int32_t nesterov);
/* Scales the gradients so that the norm over all of them is at most maximum (which may be infinite); *norm is the norm before, a tensor of no
 * dimensions. Where that is not finite all gradients become nought. */
VS_EXPORT int32_t vst_clip_grad_norm_(vst_tensor* const* parameters, int32_t count, double maximum, vst_tensor** norm);
/* averages := decay averages + (1 - decay) values. */
VS_EXPORT int32_t vst_ema_(vst_tensor* const* averages, const vst_tensor* const* values, int32_t count, double decay);
/* Lets go of the gradients. */
VS_EXPORT int32_t vst_zero_grad_(vst_tensor* const* parameters, int32_t count);

/* ---- TorchScript (module.cpp): whoever made a file of it decides what runs, in load and in forward alike. Only for files that are trusted. ---- */

typedef struct vst_module vst_module;
typedef struct vst_value vst_value;

enum { VST_VALUE_TENSOR = 0, VST_VALUE_SEQUENCE = 1, VST_VALUE_DICTIONARY = 2, VST_VALUE_OTHER = 3 };

/* Number of handles of modules and values alive in the process. */
VS_EXPORT int32_t vst_module_live_count(int64_t* count);
/* Reads a file of torch.jit.save (path in UTF-8, zero-terminated), puts its tensors on the device and sets it to evaluation. */
VS_EXPORT int32_t vst_module_load(const char* path, int32_t device_kind, int32_t device_index, vst_module** out);
VS_EXPORT int32_t vst_module_free(vst_module* module);
/* Calls forward(input). A module is used by one thread at a time. */
VS_EXPORT int32_t vst_module_forward(vst_module* module, const vst_tensor* input, vst_value** out);

VS_EXPORT int32_t vst_value_free(vst_value* value);
/* What it is, and how many entries a tuple or list (sequence) or a dict has. */
VS_EXPORT int32_t vst_value_kind(const vst_value* value, int32_t* kind, int64_t* count);
/* Its type as TorchScript writes it, such as Tuple[Tensor, Tensor], zero-terminated. */
VS_EXPORT int32_t vst_value_type(const vst_value* value, char* buffer, int32_t capacity);
VS_EXPORT int32_t vst_value_tensor(const vst_value* value, vst_tensor** out);
/* An element of a sequence, from 0. */
VS_EXPORT int32_t vst_value_at(const vst_value* value, int64_t index, vst_value** out);
/* An entry of a dict with keys of text. */
VS_EXPORT int32_t vst_value_get(const vst_value* value, const char* key, vst_value** out);

/* ---- CUDA (cuda.cpp): VS_UNSUPPORTED in a build without it, but for the first two ---- */

typedef struct vst_cuda_stream vst_cuda_stream;
typedef struct vst_cuda_event vst_cuda_event;
typedef struct vst_cuda_graph vst_cuda_graph;

VS_EXPORT int32_t vst_cuda_is_built(int32_t* built);
/* Devices that can be used now; 0 without CUDA or without a driver. */
VS_EXPORT int32_t vst_cuda_device_count(int32_t* count);
VS_EXPORT int32_t vst_cuda_device_name(int32_t device, char* buffer, int32_t capacity);
/* Versions as 1000 major + 10 minor: the newest CUDA that the driver can do, 0 where there is no driver, and the CUDA that this build uses. Looks for
 * no device. */
VS_EXPORT int32_t vst_cuda_versions(int32_t* driver, int32_t* runtime);
/* Bytes of the device: free, in all, held by this process's tensors, and taken by this process for them, now or for later. */
VS_EXPORT int32_t vst_cuda_memory(int32_t device, int64_t* free_bytes, int64_t* total_bytes, int64_t* allocated_bytes, int64_t* reserved_bytes);
/* Gives cached memory back to the driver. */
VS_EXPORT int32_t vst_cuda_empty_cache(void);
VS_EXPORT int32_t vst_cuda_synchronize(int32_t device);
/* Times the kernels for each new shape once and keeps the fastest. */
VS_EXPORT int32_t vst_cuda_set_cudnn_benchmark(int32_t enabled);
/* Lets f32 convolutions and matrix products round their inputs to 10 bits of mantissa. */
VS_EXPORT int32_t vst_cuda_allow_tf32(int32_t allowed);

/* A stream of libtorch's pool: freeing it gives it back, the work queued on it goes on. */
VS_EXPORT int32_t vst_cuda_stream_create(int32_t device, int32_t high_priority, vst_cuda_stream** out);
VS_EXPORT int32_t vst_cuda_stream_current(int32_t device, vst_cuda_stream** out);
VS_EXPORT int32_t vst_cuda_stream_free(vst_cuda_stream* stream);
/* Makes it the calling thread's stream on its device. */
VS_EXPORT int32_t vst_cuda_stream_set_current(const vst_cuda_stream* stream);
VS_EXPORT int32_t vst_cuda_stream_synchronize(const vst_cuda_stream* stream);
/* Whether all work queued on it has ended. */
VS_EXPORT int32_t vst_cuda_stream_query(const vst_cuda_stream* stream, int32_t* done);
/* The cudaStream_t, for other CUDA libraries. */
VS_EXPORT int32_t vst_cuda_stream_pointer(const vst_cuda_stream* stream, void** pointer);
/* Tells the allocator that the tensor's memory is in use on the stream, so that it is not reused before the work queued there has ended. */
VS_EXPORT int32_t vst_cuda_record_stream(const vst_tensor* tensor, const vst_cuda_stream* stream);

/* blocking: vst_cuda_event_synchronize lets the processor do other things meanwhile; otherwise it waits busily, and notices the end sooner. */
VS_EXPORT int32_t vst_cuda_event_create(int32_t device, int32_t timing, int32_t blocking, vst_cuda_event** out);
VS_EXPORT int32_t vst_cuda_event_free(vst_cuda_event* event);
VS_EXPORT int32_t vst_cuda_event_record(vst_cuda_event* event, const vst_cuda_stream* stream);
/* The stream's later work waits for the event; the host does not. */
VS_EXPORT int32_t vst_cuda_event_wait(const vst_cuda_event* event, const vst_cuda_stream* stream);
VS_EXPORT int32_t vst_cuda_event_synchronize(const vst_cuda_event* event);
VS_EXPORT int32_t vst_cuda_event_query(const vst_cuda_event* event, int32_t* done);
/* Between two recorded events made with timing. */
VS_EXPORT int32_t vst_cuda_event_elapsed(const vst_cuda_event* start, const vst_cuda_event* end, float* milliseconds);

/* A graph: work that is recorded once and replayed in one call. What is recorded may neither wait for the device nor copy from or to pageable
 * memory, and its tensors, freed or not, keep their addresses: a replay reads and writes the same memory. */
VS_EXPORT int32_t vst_cuda_graph_create(int32_t device, vst_cuda_graph** out);
VS_EXPORT int32_t vst_cuda_graph_free(vst_cuda_graph* graph);
/* From here to the end the calling thread's operations on the device, on its current stream, which must not be the default one, are recorded and not
 * done. shares (optional): a recorded graph with whose memory this one makes do; the two are never replayed at the same time then, and keep no
 * tensor of their recording. */
VS_EXPORT int32_t vst_cuda_graph_begin(vst_cuda_graph* graph, const vst_cuda_graph* shares);
/* Ends the recording, on the same thread and stream. After a failure in between it fails as well, and the graph can only be freed. */
VS_EXPORT int32_t vst_cuda_graph_end(vst_cuda_graph* graph);
/* Queues the recorded work on the calling thread's current stream of the device. */
VS_EXPORT int32_t vst_cuda_graph_replay(vst_cuda_graph* graph);

#ifdef __cplusplus
}
#endif

#endif
