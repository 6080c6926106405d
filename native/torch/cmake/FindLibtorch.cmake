# Defines the target videoseg_libtorch and LIBTORCH_VERSION, LIBTORCH_CXX_STANDARD, LIBTORCH_CUDA.
#
# find_package(Torch) is not used: its CUDA flavour demands nvcc and a whole toolkit, its Debian flavour drags in glog, gflags and protobuf.
# What is needed is little: headers, three libraries, and the C++ ABI they were built with, which TorchConfig.cmake tells.
#   CMAKE_PREFIX_PATH      picks the libtorch: an unpacked libtorch, or the torch/share/cmake of a Python environment; else the system's
#   VIDEOSEG_TORCH_CUDA    OFF leaves the CUDA functions out even where libtorch has CUDA
#   VIDEOSEG_CUDA_INCLUDE  the folder of cuda_runtime_api.h, where it is not found by itself
option(VIDEOSEG_TORCH_CUDA "use the CUDA side of libtorch where it has one" ON)

set(_suffixes Torch share/cmake/Torch lib/cmake/Torch lib/${CMAKE_LIBRARY_ARCHITECTURE}/cmake/Torch)
set(_hints ${CMAKE_PREFIX_PATH})
if(DEFINED ENV{CMAKE_PREFIX_PATH})
  string(REPLACE ":" ";" _environment "$ENV{CMAKE_PREFIX_PATH}")
  list(APPEND _hints ${_environment})
endif()
find_path(LIBTORCH_CONFIG_DIR TorchConfig.cmake HINTS ${_hints} PATHS /usr /usr/local PATH_SUFFIXES ${_suffixes} NO_DEFAULT_PATH)
if(NOT LIBTORCH_CONFIG_DIR)
  message(FATAL_ERROR "expected libtorch, found none in '${_hints}' or /usr: install libtorch-dev or set CMAKE_PREFIX_PATH")
endif()

# TorchConfig.cmake lies in ROOT/share/cmake/Torch (PyTorch's own packages) or in ROOT/lib/ARCH/cmake/Torch (Debian). Headers and libraries
# are looked for beside it and nowhere else: those of another libtorch would build, and crash.
set(_root "${LIBTORCH_CONFIG_DIR}/../../..")
find_path(LIBTORCH_INCLUDE ATen/ATen.h PATHS ${_root}/include ${_root}/../include NO_DEFAULT_PATH)
find_library(LIBTORCH_CPU torch_cpu PATHS ${_root}/lib ${LIBTORCH_CONFIG_DIR}/../.. NO_DEFAULT_PATH)
find_library(LIBTORCH_C10 c10 PATHS ${_root}/lib ${LIBTORCH_CONFIG_DIR}/../.. NO_DEFAULT_PATH)
if(NOT LIBTORCH_INCLUDE OR NOT LIBTORCH_CPU OR NOT LIBTORCH_C10)
  message(FATAL_ERROR "expected headers and libraries of libtorch beside ${LIBTORCH_CONFIG_DIR}, found include '${LIBTORCH_INCLUDE}', "
    "torch_cpu '${LIBTORCH_CPU}', c10 '${LIBTORCH_C10}'")
endif()

file(STRINGS "${LIBTORCH_CONFIG_DIR}/TorchConfigVersion.cmake" _version REGEX "PACKAGE_VERSION \"")
string(REGEX REPLACE ".*PACKAGE_VERSION \"([0-9.]+).*" "\\1" LIBTORCH_VERSION "${_version}")
file(STRINGS "${LIBTORCH_CONFIG_DIR}/TorchConfig.cmake" _abi REGEX "_GLIBCXX_USE_CXX11_ABI=[01]")
string(REGEX MATCH "_GLIBCXX_USE_CXX11_ABI=[01]" _abi "${_abi}")

# 1.13's headers stop compiling under C++20; those of the newest 2.x require it.
if(LIBTORCH_VERSION VERSION_GREATER_EQUAL 2.9)
  set(LIBTORCH_CXX_STANDARD 20)
else()
  set(LIBTORCH_CXX_STANDARD 17)
endif()

add_library(videoseg_libtorch INTERFACE)
target_include_directories(videoseg_libtorch SYSTEM INTERFACE ${LIBTORCH_INCLUDE} ${LIBTORCH_INCLUDE}/torch/csrc/api/include)
target_compile_definitions(videoseg_libtorch INTERFACE ${_abi})
# libtorch's kernels register themselves when their library loads, so none may be dropped as unused.
target_link_options(videoseg_libtorch INTERFACE -Wl,--no-as-needed)
target_link_libraries(videoseg_libtorch INTERFACE ${LIBTORCH_CPU} ${LIBTORCH_C10})

set(LIBTORCH_CUDA OFF)
get_filename_component(_libraries "${LIBTORCH_CPU}" DIRECTORY)
find_library(LIBTORCH_C10_CUDA c10_cuda PATHS ${_libraries} NO_DEFAULT_PATH)
find_library(LIBTORCH_TORCH_CUDA torch_cuda PATHS ${_libraries} NO_DEFAULT_PATH)
if(VIDEOSEG_TORCH_CUDA AND LIBTORCH_C10_CUDA AND LIBTORCH_TORCH_CUDA)
  # The CUDA runtime: NVIDIA's Python packages beside torch (nvidia/cu13 and the like), or a toolkit.
  file(GLOB _wheels "${_root}/../nvidia/cu*" "${_root}/../nvidia/cuda_runtime")
  list(TRANSFORM _wheels APPEND /include OUTPUT_VARIABLE _wheel_includes)
  list(TRANSFORM _wheels APPEND /lib OUTPUT_VARIABLE _wheel_libraries)
  find_path(VIDEOSEG_CUDA_INCLUDE cuda_runtime_api.h HINTS ${_wheel_includes} $ENV{CUDA_HOME}/include PATHS /usr/local/cuda/include)
  find_library(VIDEOSEG_CUDA_RUNTIME NAMES cudart libcudart.so.13 libcudart.so.12
    HINTS ${_wheel_libraries} $ENV{CUDA_HOME}/lib64 PATHS /usr/local/cuda/lib64)
  if(NOT VIDEOSEG_CUDA_INCLUDE OR NOT VIDEOSEG_CUDA_RUNTIME)
    message(FATAL_ERROR "this libtorch has CUDA, but cuda_runtime_api.h (${VIDEOSEG_CUDA_INCLUDE}) or libcudart (${VIDEOSEG_CUDA_RUNTIME}) "
      "was not found: set CUDA_HOME, or -DVIDEOSEG_CUDA_INCLUDE and -DVIDEOSEG_CUDA_RUNTIME, or build without: -DVIDEOSEG_TORCH_CUDA=OFF")
  endif()
  set(LIBTORCH_CUDA ON)
  target_include_directories(videoseg_libtorch SYSTEM INTERFACE ${VIDEOSEG_CUDA_INCLUDE})
  target_compile_definitions(videoseg_libtorch INTERFACE VST_WITH_CUDA)
  target_link_libraries(videoseg_libtorch INTERFACE ${LIBTORCH_C10_CUDA} ${LIBTORCH_TORCH_CUDA} ${VIDEOSEG_CUDA_RUNTIME})
endif()
message(STATUS "libtorch ${LIBTORCH_VERSION} (${LIBTORCH_CPU}), CUDA ${LIBTORCH_CUDA}, C++${LIBTORCH_CXX_STANDARD}")
