// Four values of f32 at once, on any processor.

typedef float Lanes __attribute__((vector_size(16)));
typedef int32_t IntLanes __attribute__((vector_size(16)));
typedef uint32_t WordLanes __attribute__((vector_size(16)));
typedef uint16_t HalfLanes __attribute__((vector_size(8)));
typedef uint8_t ByteLanes __attribute__((vector_size(4)));
typedef int8_t SignedLanes __attribute__((vector_size(4)));

inline Lanes lanes_at(const uint16_t *p) { return bits_of<Lanes>(__builtin_convertvector(read<HalfLanes>(p), WordLanes) << 16); }
inline Lanes lanes_at(const uint8_t *p) { return __builtin_convertvector(__builtin_convertvector(read<ByteLanes>(p), IntLanes), Lanes); }
inline Lanes lanes_at(const int8_t *p) { return __builtin_convertvector(__builtin_convertvector(read<SignedLanes>(p), IntLanes), Lanes); }

inline Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }
inline Lanes smaller(Lanes a, Lanes b) { return a < b ? a : b; }

/* To the nearest whole number, ties to even, between least and most: adding 1.5 * 2^23 leaves it in the low bits. */
inline IntLanes whole(Lanes v, float least, float most)
{
    Lanes limited = larger(smaller(v, Lanes{} + most), Lanes{} + least);
    return bits_of<IntLanes>(limited + 12582912.0f) - 0x4b400000;
}

inline void put(uint16_t *to, Lanes v)
{
    WordLanes bits = bits_of<WordLanes>(v);
    write(to, __builtin_convertvector((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16, HalfLanes));
}

inline void put(uint8_t *to, Lanes v) { write(to, __builtin_convertvector(whole(v, 0.0f, 255.0f), ByteLanes)); }
inline void put(int8_t *to, Lanes v) { write(to, __builtin_convertvector(whole(v, -128.0f, 127.0f), SignedLanes)); }

inline float sum_of(Lanes v) { return (v[0] + v[1]) + (v[2] + v[3]); }
