// Sixteen values of f32 at once. GCC 12 takes many instructions for what these intrinsics do in one.

typedef float Lanes __attribute__((vector_size(64)));
typedef int32_t IntLanes __attribute__((vector_size(64)));
typedef uint32_t WordLanes __attribute__((vector_size(64)));

inline Lanes lanes_at(const uint16_t *p)
{
    __m256i half = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(p));
    return Lanes(_mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(half), 16)));
}

inline Lanes lanes_at(const uint8_t *p) { return Lanes(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(p))))); }
inline Lanes lanes_at(const int8_t *p) { return Lanes(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(p))))); }

inline Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }
inline Lanes smaller(Lanes a, Lanes b) { return a < b ? a : b; }

/* To the nearest whole number, ties to even, between least and most: adding 1.5 * 2^23 leaves it in the low bits. */
inline IntLanes whole(Lanes v, float least, float most)
{
    Lanes limited = larger(smaller(v, Lanes{} + most), Lanes{} + least);
    return bits_of<IntLanes>(limited + 12582912.0f) - 0x4b400000;
}

template <class Byte> inline void put_low(Byte *to, IntLanes v) { _mm_storeu_si128(reinterpret_cast<__m128i *>(to), _mm512_cvtepi32_epi8(__m512i(v))); }

inline void put(uint16_t *to, Lanes v)
{
    WordLanes bits = bits_of<WordLanes>(v);
    WordLanes rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(to), _mm512_cvtepi32_epi16(__m512i(rounded)));
}

inline void put(uint8_t *to, Lanes v) { put_low(to, whole(v, 0.0f, 255.0f)); }
inline void put(int8_t *to, Lanes v) { put_low(to, whole(v, -128.0f, 127.0f)); }

inline float sum_of(Lanes v) { return _mm512_reduce_add_ps(__m512(v)); }
