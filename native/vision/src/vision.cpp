#include "videoseg_vision.h"

#include <atomic>
#include <cstdio>
#include <exception>
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/core/version.hpp>
#include <opencv2/video/tracking.hpp>

struct vsv_flow {
    int width, height;
    cv::Ptr<cv::DISOpticalFlow> search;
};

namespace {

constexpr int smallest_side = 16;

/* Below these the search has but two levels, or one, of pictures halved. */
constexpr int medium_side = 48;
constexpr int large_side = 128;

thread_local char last_error[512];
std::atomic<int64_t> flows{0};

int32_t fail(int32_t status, const char *message)
{
    std::snprintf(last_error, sizeof last_error, "%s", message);
    return status;
}

/* Runs a body and turns whatever it throws into a status. */
template <class Body> int32_t guarded(Body body)
{
    try {
        body();
        return VS_OK;
    } catch (const std::bad_alloc &) {
        return fail(VS_OUT_OF_MEMORY, "no memory for the optical flow");
    } catch (const cv::Exception &e) {
        return fail(e.code == cv::Error::StsNoMem ? VS_OUT_OF_MEMORY : VS_FAILED, e.err.c_str());
    } catch (const std::exception &e) {
        return fail(VS_FAILED, e.what());
    } catch (...) {
        return fail(VS_FAILED, "an unknown exception");
    }
}

} // namespace

int32_t vsv_abi_version(int32_t *version)
{
    if (!version) return fail(VS_INVALID_ARGUMENT, "version is null");
    *version = VSV_ABI_VERSION;
    return VS_OK;
}

int32_t vsv_last_error(char *buffer, int32_t capacity)
{
    if (!buffer || capacity < 1) return VS_INVALID_ARGUMENT;
    std::snprintf(buffer, static_cast<size_t>(capacity), "%s", last_error);
    return VS_OK;
}

int32_t vsv_library_version(char *buffer, int32_t capacity)
{
    if (!buffer || capacity < 1) return fail(VS_INVALID_ARGUMENT, "no room for the version");
    std::snprintf(buffer, static_cast<size_t>(capacity), "OpenCV %s", CV_VERSION);
    return VS_OK;
}

int32_t vsv_live_count(int64_t *count)
{
    if (!count) return fail(VS_INVALID_ARGUMENT, "count is null");
    *count = flows;
    return VS_OK;
}

int32_t vsv_flow_create(int32_t width, int32_t height, vsv_flow **flow)
{
    if (!flow || width < smallest_side || height < smallest_side) return fail(VS_INVALID_ARGUMENT, "expected 16 pixels a side or more");
    return guarded([&] {
        /* The stages of the pipeline are the threads here; more would take the processor from the network. */
        cv::setNumThreads(1);
        auto search = cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_FAST);
        int side = width < height ? width : height;
        if (side < large_side) {
            /* A quarter of a small picture is too little to search in (and OpenCV 4.6 crashes); what is gained pays for itself. */
            search->setFinestScale(side < medium_side ? 0 : 1);
            search->setVariationalRefinementIterations(0);
        }
        *flow = new vsv_flow{width, height, search};
        flows++;
    });
}

int32_t vsv_flow_free(vsv_flow *flow)
{
    if (!flow) return VS_OK;
    flows--;
    return guarded([&] { delete flow; });
}

int32_t vsv_flow_compute(vsv_flow *flow, const uint8_t *from, const uint8_t *to, float *displacement)
{
    if (!flow || !from || !to || !displacement) return fail(VS_INVALID_ARGUMENT, "a pointer is null");
    return guarded([&] {
        cv::Mat first(flow->height, flow->width, CV_8UC1, const_cast<uint8_t *>(from));
        cv::Mat second(flow->height, flow->width, CV_8UC1, const_cast<uint8_t *>(to));
        cv::Mat way(flow->height, flow->width, CV_32FC2, displacement);
        uint8_t *place = way.data;
        flow->search->calc(first, second, way);
        if (way.data != place) way.copyTo(cv::Mat(flow->height, flow->width, CV_32FC2, displacement));
    });
}
