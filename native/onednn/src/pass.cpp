// Everything that is no convolution: a pass reads its values once, works on them in registers of f32 that fit the first-level cache, and
// writes what follows from them.
#include "common.h"

#include "kernels.h"

#include <algorithm>
#include <cstring>
#include <omp.h>

namespace {

/* Values in a register: 12 of them are 48 KiB at most, mostly far fewer are in use. */
constexpr int64_t register_values = 1024;

struct Pass : vsd::Step {
    Pass(vsd_program &p, int32_t height_, int32_t width_, int32_t channels_, const vsd_instruction *given, int32_t count, const float *constants,
        int64_t constant_count)
        : program(p), height(height_), width(width_), channels(channels_), instructions(given, given + count)
    {
        vsd::expect(height > 0 && width > 0 && channels > 0 && channels <= register_values, "expected a pass over 1 to 1024 channels");
        pixels = std::min<int64_t>(width, std::max<int64_t>(1, register_values / channels));
        period = channels * std::max<int64_t>(1, std::min<int64_t>(pixels, 128 / channels));
        for (const vsd_instruction &i : instructions) check(i, constants, constant_count);
        bool enlarges = std::any_of(positions.begin(), positions.end(), [](const auto &all) { return !all.empty(); });
        registers.resize(static_cast<size_t>(p.threads));
        for (auto &r : registers) {
            r.values = dnnl::memory({{VSD_REGISTERS, register_values}, dnnl::memory::data_type::f32, dnnl::memory::format_tag::ab}, p.engine);
            r.tables.resize(static_cast<size_t>(tables * period));
            if (enlarges) r.rows.resize(static_cast<size_t>((pixels / 2 + 2) * channels));
        }
    }

    void check(const vsd_instruction &i, const float *constants, int64_t constant_count)
    {
        auto is_register = [](int32_t r) { return r >= 0 && r < VSD_REGISTERS; };
        places.push_back(nullptr);
        slots.push_back(0);
        positions.emplace_back();
        switch (i.operation) {
        case VSD_LOAD: {
            int32_t h = i.access == VSD_SAME ? height : i.access == VSD_POOLED ? height * 2 : height / 2;
            int32_t w = i.access == VSD_SAME ? width : i.access == VSD_POOLED ? width * 2 : width / 2;
            bool enlarged = i.access == VSD_BILINEAR || i.access == VSD_BILINEAR_CORNERS;
            bool halves = i.access == VSD_DOUBLED || i.access == VSD_PHASES || enlarged;
            vsd::expect(is_register(i.destination) && (enlarged || (i.access >= VSD_SAME && i.access <= VSD_PHASES)) && i.tensor.height == h && i.tensor.width == w
                    && i.tensor.channels == channels && (!halves || (height % 2 == 0 && width % 2 == 0)),
                "expected to load a tensor of the pass's size");
            places.back() = program.at(i.tensor, i.access == VSD_PHASES ? 4 : 1);
            if (enlarged) positions.back() = positions_in(i.access, h, w);
            break;
        }
        case VSD_STORE:
            vsd::expect(is_register(i.first) && i.tensor.channels == channels
                    && (i.access == VSD_SAME ? i.tensor.height == height && i.tensor.width == width
                                             : i.access == VSD_EVERY_SECOND && i.tensor.height == (height + 1) / 2 && i.tensor.width == (width + 1) / 2),
                "expected to store a tensor of the pass's size");
            places.back() = program.at(i.tensor);
            break;
        case VSD_FACTOR:
        case VSD_MEAN:
            vsd::expect(is_register(i.first) && (i.operation == VSD_MEAN || is_register(i.destination)), "expected registers");
            places.back() = reinterpret_cast<char *>(program.floats(i.tensor.offset, channels));
            slots.back() = tables++;
            break;
        case VSD_AFFINE: {
            vsd::expect(is_register(i.destination) && is_register(i.first) && constants != nullptr && i.scale >= 0 && i.scale + channels <= constant_count
                    && i.shift >= 0 && i.shift + channels <= constant_count,
                "expected constants for every channel");
            slots.back() = static_cast<int64_t>(repeated.size());
            for (int64_t k = 0; k < period; k++) repeated.push_back(constants[i.scale + k % channels]);
            for (int64_t k = 0; k < period; k++) repeated.push_back(constants[i.shift + k % channels]);
            break;
        }
        case VSD_ADD:
        case VSD_MULTIPLY:
            vsd::expect(is_register(i.destination) && is_register(i.first) && is_register(i.second), "expected registers");
            break;
        case VSD_RELU: vsd::expect(is_register(i.destination) && is_register(i.first), "expected registers"); break;
        default: throw std::invalid_argument("expected an operation of a pass");
        }
    }

    /* Which pixels of a value half as large an enlarged one lies between: of two neighbours the first, and how far towards the second. */
    struct Positions {
        std::vector<int32_t> rows, columns;
        std::vector<float> row_shares, column_shares;

        bool empty() const { return rows.empty(); }
    };

    Positions positions_in(int32_t access, int32_t h, int32_t w) const
    {
        Positions p;
        bool corners = access == VSD_BILINEAR_CORNERS;
        place_between(corners, h, height, p.rows, p.row_shares);
        place_between(corners, w, width, p.columns, p.column_shares);
        return p;
    }

    /* In floats, as PyTorch computes them: with large pictures their rounding shows. */
    static void place_between(bool corners, int32_t in, int32_t out, std::vector<int32_t> &first, std::vector<float> &shares)
    {
        float scale = corners ? static_cast<float>(in - 1) / static_cast<float>(out - 1) : static_cast<float>(in) / static_cast<float>(out);
        for (int32_t i = 0; i < out; i++) {
            float source = corners ? scale * static_cast<float>(i) : std::max(0.0f, scale * (static_cast<float>(i) + 0.5f) - 0.5f);
            int32_t at = std::min(static_cast<int32_t>(source), std::max(0, in - 2));
            first.push_back(at);
            shares.push_back(std::min(1.0f, source - static_cast<float>(at)));
        }
    }

    void run(const float *) override
    {
        const vsd::Kernels &k = vsd::kernels();
        int used = 1;
#pragma omp parallel num_threads(program.threads)
        {
            int me = omp_get_thread_num(), all = omp_get_num_threads();
#pragma omp single
            used = all;
            Workspace &w = registers[static_cast<size_t>(me)];
            prepare(w);
            for (int32_t y = static_cast<int32_t>(static_cast<int64_t>(height) * me / all); y < static_cast<int64_t>(height) * (me + 1) / all; y++) {
                for (int32_t x = 0; x < width; x += static_cast<int32_t>(pixels)) {
                    work(k, w, y, x, std::min<int64_t>(pixels, width - x));
                }
            }
        }

        for (size_t n = 0; n < instructions.size(); n++) {
            if (instructions[n].operation == VSD_MEAN) mean(n, used);
        }
    }

    struct Workspace {
        dnnl::memory values;
        std::vector<float> tables, rows;
    };

    void prepare(Workspace &w)
    {
        for (size_t n = 0; n < instructions.size(); n++) {
            float *table = w.tables.data() + slots[n] * period;
            if (instructions[n].operation == VSD_MEAN) std::fill(table, table + period, 0.0f);
            if (instructions[n].operation == VSD_FACTOR) {
                for (int64_t i = 0; i < period; i += channels) std::memcpy(table + i, places[n], static_cast<size_t>(channels) * sizeof(float));
            }
        }
    }

    void work(const vsd::Kernels &k, Workspace &w, int32_t y, int32_t x, int64_t count)
    {
        float *values = static_cast<float *>(w.values.get_data_handle());
        auto at = [&](int32_t r) { return values + r * register_values; };
        int64_t length = count * channels;
        for (size_t n = 0; n < instructions.size(); n++) {
            const vsd_instruction &i = instructions[n];
            switch (i.operation) {
            case VSD_LOAD: load(k, w, n, y, x, count, at(i.destination)); break;
            case VSD_STORE: store(k, i, places[n], y, x, count, at(i.first)); break;
            case VSD_ADD: k.add(at(i.first), at(i.second), at(i.destination), length); break;
            case VSD_MULTIPLY: k.multiply(at(i.first), at(i.second), at(i.destination), length); break;
            case VSD_AFFINE:
                k.affine(at(i.first), repeated.data() + slots[n], repeated.data() + slots[n] + period, period, i.relu != 0, at(i.destination), length);
                break;
            case VSD_FACTOR: k.factor(at(i.first), w.tables.data() + slots[n] * period, period, at(i.destination), length); break;
            case VSD_RELU: k.relu(at(i.first), at(i.destination), length); break;
            case VSD_MEAN: k.accumulate(at(i.first), period, w.tables.data() + slots[n] * period, length); break;
            }
        }
    }

    void load(const vsd::Kernels &k, Workspace &workspace, size_t n, int32_t y, int32_t x, int64_t count, float *to) const
    {
        vsd::Layout layout(instructions[n].tensor);
        for (int64_t g = 0; g < layout.groups; g++) {
            load_group(k, workspace, n, layout, places[n] + g * layout.group, y, x, count, to + g * layout.width);
        }
    }

    void load_group(const vsd::Kernels &k, Workspace &workspace, size_t n, const vsd::Layout &layout, const char *place, int32_t y, int32_t x, int64_t count,
        float *to) const
    {
        const vsd_instruction &i = instructions[n];
        const vsd_tensor &t = i.tensor;
        int64_t pixel = layout.pixel, row = layout.row, length = layout.width;
        if (i.access == VSD_SAME) {
            bool is_dense = t.pitch == channels;
            k.load(place + y * row + x * pixel, t.type, t.pitch, to, channels, is_dense ? count * channels : length, is_dense ? 1 : count);
        } else if (i.access == VSD_POOLED) {
            const char *top = place + 2 * y * row + 2 * x * pixel;
            k.pool(top, top + row, t.type, t.pitch, to, channels, length, count);
        } else if (!positions[n].empty()) {
            const Positions &p = positions[n];
            size_t line = static_cast<size_t>(y);
            const char *top = place + p.rows[line] * row;
            k.enlarge(top, t.height > 1 ? top + row : top, t.type, t.pitch, p.row_shares[line], p.columns.data() + x, p.column_shares.data() + x, t.width > 1,
                workspace.rows.data(), to, channels, length, count);
        } else {
            /* Every second pixel of the pass comes from one row of the half-sized map, the others from the same row or another phase's. */
            const char *even = place + (i.access == VSD_PHASES ? (y & 1) * 2 * layout.map : 0) + y / 2 * row;
            const char *odd = i.access == VSD_PHASES ? even + layout.map : even;
            int64_t first = x & 1; /* where the even columns begin */
            k.load(even + (x + first) / 2 * pixel, t.type, t.pitch, to + first * channels, 2 * channels, length, (count - first + 1) / 2);
            k.load(odd + x / 2 * pixel, t.type, t.pitch, to + (1 - first) * channels, 2 * channels, length, (count + first) / 2);
        }
    }

    void store(const vsd::Kernels &k, const vsd_instruction &i, char *place, int32_t y, int32_t x, int64_t count, const float *from) const
    {
        const vsd_tensor &t = i.tensor;
        vsd::Layout layout(t);
        for (int64_t g = 0; g < layout.groups; g++, place += layout.group, from += layout.width) {
            if (i.access == VSD_EVERY_SECOND) {
                int64_t first = x & 1;
                if (y % 2 == 0) {
                    k.store(from + first * channels, 2 * channels, place + y / 2 * layout.row + (x + first) / 2 * layout.pixel, t.type, t.pitch, layout.width,
                        (count - first + 1) / 2);
                }
            } else {
                bool is_dense = t.pitch == channels;
                k.store(from, channels, place + y * layout.row + x * layout.pixel, t.type, t.pitch, is_dense ? count * channels : layout.width, is_dense ? 1 : count);
            }
        }
    }

    void mean(size_t n, int threads)
    {
        float *to = reinterpret_cast<float *>(places[n]);
        double share = 1.0 / (static_cast<double>(height) * width);
        for (int64_t c = 0; c < channels; c++) {
            double sum = 0;
            for (int t = 0; t < threads; t++) {
                const float *table = registers[static_cast<size_t>(t)].tables.data() + slots[n] * period;
                for (int64_t i = c; i < period; i += channels) sum += table[i];
            }

            to[c] = static_cast<float>(sum * share);
        }
    }

    vsd_program &program;
    int32_t height, width, channels;
    int64_t pixels, period, tables = 0;
    std::vector<vsd_instruction> instructions;
    std::vector<char *> places;
    std::vector<int64_t> slots;
    std::vector<Positions> positions;
    std::vector<float> repeated;
    std::vector<Workspace> registers;
};

} // namespace

int32_t vsd_program_add_pass(vsd_program *program, int32_t height, int32_t width, int32_t channels, const vsd_instruction *instructions, int32_t count,
    const float *constants, int64_t constant_count)
{
    return vsd::guard([&] {
        vsd::expect(program != nullptr && instructions != nullptr && count > 0, "expected instructions");
        program->steps.push_back(std::make_unique<Pass>(*program, height, width, channels, instructions, count, constants, constant_count));
    });
}
