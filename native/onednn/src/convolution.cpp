#include "common.h"
#include "winograd.h"

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
    vsd::expect(t.pitch == t.block, "expected values without gaps for a convolution");
    vsd::expect(t.block == t.channels || t.block == 8 || t.block == 1, "expected channels last, in blocks of 8, or planes for a convolution");
    auto layout = t.block == t.channels ? memory::format_tag::nhwc : t.block == 8 ? memory::format_tag::nChw8c : memory::format_tag::nchw;
    return memory::desc({1, t.channels, t.height, t.width}, type_of(t.type), layout);
}

memory::desc channels_last(const vsd_tensor &t) { return memory::desc({1, t.channels, t.height, t.width}, type_of(t.type), memory::format_tag::nhwc); }

/* oneDNN's last resort, hundreds of times slower than anything else. */
bool is_reference(const dnnl::convolution_forward::primitive_desc &chosen) { return std::strncmp(chosen.impl_info_str(), "ref", 3) == 0; }

/* A primitive with its arguments; the memories outlive it. */
struct Call {
    void add(int kind, const memory &m) { arguments.push_back({kind, m.get()}); }

    void run(const dnnl::stream &stream, const char *fault) const
    {
        dnnl::error::wrap_c_api(dnnl_primitive_execute(primitive.get(), stream.get(), static_cast<int>(arguments.size()), arguments.data()), fault);
    }

    dnnl::primitive primitive;
    std::vector<dnnl_exec_arg_t> arguments;
};

struct Convolution : vsd::Step {
    Convolution(vsd_program &p, const vsd_convolution &c, const void *weights, const float *bias, const float *scales) : program(p)
    {
        int64_t out = c.destination.channels;
        bool is_int8 = c.weights_type == VSD_S8;
        vsd::expect(is_int8 == (c.source.type == VSD_U8 || c.source.type == VSD_S8), "expected weights of 8 bits with sources of 8 bits, and only with them");
        memory::dims shape{out, c.source.channels, c.kernel, c.kernel}, strides{c.stride, c.stride}, dilations{c.dilation - 1, c.dilation - 1};
        memory::desc any(shape, type_of(c.weights_type), memory::format_tag::any), plain_bias({out}, memory::data_type::f32, memory::format_tag::a);

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

        auto choose = [&](const memory::desc &from, const memory::desc &to) {
            return dnnl::convolution_forward::primitive_desc({dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, from, any, plain_bias, to,
                                                                 strides, dilations, {c.pad_top, c.pad_left}, {c.pad_bottom, c.pad_right}},
                attributes, p.engine);
        };
        auto chosen = choose(layout_of(c.source), layout_of(c.destination));
        bool is_in_blocks = c.source.block != c.source.channels || c.destination.block != c.destination.channels;
        if (is_in_blocks && is_reference(chosen)) {
            /* Blocks of wide dilations, or of one side alone, are not everywhere: with channels last there is something better. */
            auto other = choose(channels_last(c.source), channels_last(c.destination));
            moves = !is_reference(other);
            if (moves) chosen = other;
        }

        p.references += is_reference(chosen);
        convolution.primitive = dnnl::convolution_forward(chosen);
        memory::desc plain(shape, type_of(is_int8 ? VSD_S8 : VSD_F32), memory::format_tag::oihw);
        memory given(plain, p.engine, const_cast<void *>(weights));
        memory kept(chosen.weights_desc(), p.engine);
        dnnl::reorder(given, kept).execute(p.stream, given, kept);
        memory offsets(plain_bias, p.engine);
        std::memcpy(offsets.get_data_handle(), bias, static_cast<size_t>(out) * sizeof(float));
        p.stream.wait();

        p.scratchpad.reserve(chosen.scratchpad_desc().get_size());
        memory source(layout_of(c.source), p.engine, p.at(c.source)), destination(layout_of(c.destination), p.engine, p.at(c.destination));
        scratchpad = memory(chosen.scratchpad_desc(), p.engine, nullptr);
        values = {kept, offsets, source, destination};
        if (moves) {
            moved_source = memory(chosen.src_desc(), p.engine, nullptr);
            moved_destination = memory(chosen.dst_desc(), p.engine, nullptr);
            p.moved_source.reserve(chosen.src_desc().get_size());
            p.moved_destination.reserve(chosen.dst_desc().get_size());
            before.push_back(move(source, moved_source));
            if (c.accumulate) before.push_back(move(destination, moved_destination));
            behind.push_back(move(moved_destination, destination));
        }

        convolution.add(DNNL_ARG_SRC, moves ? moved_source : source);
        convolution.add(DNNL_ARG_DST, moves ? moved_destination : destination);
        convolution.add(DNNL_ARG_WEIGHTS, kept);
        convolution.add(DNNL_ARG_BIAS, offsets);
        convolution.add(DNNL_ARG_SCRATCHPAD, scratchpad);
    }

    void run(const float *) override
    {
        if (!is_ready) {
            /* What steps share has its final size once all are there. */
            scratchpad.set_data_handle(program.scratchpad.data());
            if (moves) {
                moved_source.set_data_handle(program.moved_source.data());
                moved_destination.set_data_handle(program.moved_destination.data());
            }

            is_ready = true;
        }

        for (const Call &call : before) call.run(program.stream, "a value could not be moved");
        convolution.run(program.stream, "a convolution failed");
        for (const Call &call : behind) call.run(program.stream, "a value could not be moved");
    }

    static Call move(const memory &from, const memory &to)
    {
        Call call;
        call.primitive = dnnl::reorder(from, to);
        call.add(DNNL_ARG_FROM, from);
        call.add(DNNL_ARG_TO, to);
        return call;
    }

    vsd_program &program;
    Call convolution;
    std::vector<Call> before, behind;
    memory scratchpad, moved_source, moved_destination;
    std::vector<memory> values;
    bool moves = false, is_ready = false;
};

} // namespace

int32_t vsd_program_add_convolution(
    vsd_program *program, const vsd_convolution *convolution, const void *weights, const float *bias, const float *scales)
{
    return vsd::guard([&] {
        vsd::expect(program != nullptr && convolution != nullptr && weights != nullptr && bias != nullptr, "a pointer is null");
        program->steps.push_back(vsd::winograd::suits(*convolution)
                ? vsd::winograd::make(*program, *convolution, static_cast<const float *>(weights), bias)
                : std::make_unique<Convolution>(*program, *convolution, weights, bias, scales));
    });
}
