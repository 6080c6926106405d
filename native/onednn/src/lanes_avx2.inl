// Eight values of f32 at once. GCC 12 makes scalars of conversions and comparisons that these intrinsics do in one.

typedef float Lanes __attribute__((vector_size(32)));

inline Lanes lanes_at(const uint16_t *p)
{
    __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
    return Lanes(_mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(half), 16)));
}

inline Lanes lanes_at(const uint8_t *p) { return Lanes(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i *>(p))))); }
inline Lanes lanes_at(const int8_t *p) { return Lanes(_mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i *>(p))))); }

/* The second where one is NaN. */
inline Lanes larger(Lanes a, Lanes b) { return Lanes(_mm256_max_ps(__m256(a), __m256(b))); }
inline Lanes smaller(Lanes a, Lanes b) { return Lanes(_mm256_min_ps(__m256(a), __m256(b))); }

inline void put(uint16_t *to, Lanes v)
{
    __m256i bits = _mm256_castps_si256(__m256(v));
    __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
    __m256i rounded = _mm256_srli_epi32(_mm256_add_epi32(bits, _mm256_add_epi32(odd, _mm256_set1_epi32(0x7fff))), 16);
    _mm_storeu_si128(reinterpret_cast<__m128i *>(to), _mm_packus_epi32(_mm256_castsi256_si128(rounded), _mm256_extracti128_si256(rounded, 1)));
}

/* Whole numbers in 16 bits, to the nearest, ties to even. The upper limit comes before the conversion, which has no numbers for what is far above. */
inline __m128i whole(Lanes v, float most)
{
    __m256i numbers = _mm256_cvtps_epi32(__m256(smaller(v, Lanes{} + most)));
    return _mm_packs_epi32(_mm256_castsi256_si128(numbers), _mm256_extracti128_si256(numbers, 1));
}

inline void put(uint8_t *to, Lanes v)
{
    __m128i numbers = whole(v, 255.0f);
    _mm_storel_epi64(reinterpret_cast<__m128i *>(to), _mm_packus_epi16(numbers, numbers));
}

inline void put(int8_t *to, Lanes v)
{
    __m128i numbers = whole(v, 127.0f);
    _mm_storel_epi64(reinterpret_cast<__m128i *>(to), _mm_packs_epi16(numbers, numbers));
}

inline float sum_of(Lanes v)
{
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(__m256(v)), _mm256_extractf128_ps(__m256(v), 1));
    __m128 quarter = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(quarter, _mm_movehdup_ps(quarter)));
}
