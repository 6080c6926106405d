#include "common.h"

#include <cstring>

using dnnl::memory;

namespace {

memory::data_type type_of(int32_t type)
{
    switch (type) {
    case VSD_F32: return memory::data_type::f32;
    case VSD_BF16: return memory::data_type::bf16;
    case VSD_U8: return memory::data_type::u8;
    case VSD_S8: return memory::data_type::s8;
    default: throw std::invalid_argument("expected a type of values");
    }
}

memory::desc layout_of(const vsd_tensor &t)
{
    vsd::expect(t.pitch == t.channels, "expected values without gaps for a convolution");
    return memory::desc({1, t.channels, t.height, t.width}, type_of(t.type), memory::format_tag::nhwc);
}

struct Convolution : vsd::Step {
    Convolution(vsd_program &p, const vsd_convolution &c, const void *weights, const float *bias, const float *scales) : program(p)
    {
        int64_t out = c.destination.channels;
        bool is_int8 = c.weights_type == VSD_S8;
        vsd::expect(is_int8 == (c.source.type == VSD_U8 || c.source.type == VSD_S8), "expected weights of 8 bits with sources of 8 bits, and only with them");
        memory::dims shape{out, c.source.channels, c.kernel, c.kernel}, strides{c.stride, c.stride}, dilations{c.dilation - 1, c.dilation - 1};
        memory::desc any(shape, type_of(c.weights_type), memory::format_tag::any), plain_bias({out}, memory::data_type::f32, memory::format_tag::a);
        dnnl::convolution_forward::desc description(dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, layout_of(c.source), any,
            plain_bias, layout_of(c.destination), strides, dilations, {c.pad_top, c.pad_left}, {c.pad_bottom, c.pad_right});

        dnnl::primitive_attr attributes;
        attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        dnnl::post_ops after;
        if (c.accumulate) after.append_sum(1.0f);
        if (c.relu) after.append_eltwise(1.0f, dnnl::algorithm::eltwise_relu, 0.0f, 0.0f);
        attributes.set_post_ops(after);
        if (is_int8) {
            vsd::expect(scales != nullptr, "expected scales with weights of 8 bits");
            attributes.set_output_scales(2, std::vector<float>(scales, scales + out));
        }

        dnnl::convolution_forward::primitive_desc chosen(description, attributes, p.engine);
        primitive = dnnl::convolution_forward(chosen);

        memory::desc plain(shape, type_of(is_int8 ? VSD_S8 : VSD_F32), memory::format_tag::oihw);
        memory given(plain, p.engine, const_cast<void *>(weights));
        memory kept(chosen.weights_desc(), p.engine);
        dnnl::reorder(given, kept).execute(p.stream, given, kept);
        memory offsets(plain_bias, p.engine);
        std::memcpy(offsets.get_data_handle(), bias, static_cast<size_t>(out) * sizeof(float));
        p.stream.wait();

        if (chosen.scratchpad_desc().get_size() > (p.scratchpad ? p.scratchpad.get_desc().get_size() : 0)) {
            p.scratchpad = memory(chosen.scratchpad_desc(), p.engine);
        }

        source = memory(chosen.src_desc(), p.engine, p.at(c.source));
        destination = memory(chosen.dst_desc(), p.engine, p.at(c.destination));
        scratchpad = memory(chosen.scratchpad_desc(), p.engine, nullptr);
        values = {kept, offsets};
        arguments = {{DNNL_ARG_SRC, source.get()}, {DNNL_ARG_DST, destination.get()}, {DNNL_ARG_WEIGHTS, kept.get()}, {DNNL_ARG_BIAS, offsets.get()},
            {DNNL_ARG_SCRATCHPAD, scratchpad.get()}};
    }

    void run(const float *) override
    {
        if (!is_ready) {
            /* The scratchpad is shared and has its final size once all steps are there. */
            if (program.scratchpad) scratchpad.set_data_handle(program.scratchpad.get_data_handle());
            is_ready = true;
        }

        dnnl::error::wrap_c_api(dnnl_primitive_execute(primitive.get(), program.stream.get(), static_cast<int>(arguments.size()), arguments.data()),
            "a convolution failed");
    }

    vsd_program &program;
    dnnl::convolution_forward primitive;
    memory source, destination, scratchpad;
    std::vector<memory> values;
    std::vector<dnnl_exec_arg_t> arguments;
    bool is_ready = false;
};

} // namespace

int32_t vsd_program_add_convolution(
    vsd_program *program, const vsd_convolution *convolution, const void *weights, const float *bias, const float *scales)
{
    return vsd::guard([&] {
        vsd::expect(program != nullptr && convolution != nullptr && weights != nullptr && bias != nullptr, "a pointer is null");
        program->steps.push_back(std::make_unique<Convolution>(*program, *convolution, weights, bias, scales));
    });
}
