#include <libavutil/dict.h>
#include <string.h>

#include "internal.h"

int32_t dictionary_parse(const char *text, int32_t length, AVDictionary **dictionary)
{
    const char *end = text + length;
    while (text && text < end) {
        const char *value = memchr(text, 0, (size_t)(end - text));
        if (!value || ++value >= end || !memchr(value, 0, (size_t)(end - value))) {
            return fail(VS_INVALID_ARGUMENT, "a dictionary must be key and value by turns, each ended by a zero");
        }
        if (av_dict_set(dictionary, text, value, 0) < 0) return fail(VS_OUT_OF_MEMORY, "no memory for options");
        text = value + strlen(value) + 1;
    }
    return VS_OK;
}

int32_t dictionary_require_used(const AVDictionary *dictionary, const char *owner)
{
    const AVDictionaryEntry *entry = av_dict_get(dictionary, "", NULL, AV_DICT_IGNORE_SUFFIX);
    if (!entry) return VS_OK;
    return fail(VSA_UNKNOWN_OPTION, "%s has no option '%s' (given: %s=%s)", owner, entry->key, entry->key, entry->value);
}

void copy_text(char *buffer, size_t capacity, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    if (length >= capacity) {
        length = capacity - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
    }
    if (length) memcpy(buffer, text, length);
    buffer[length] = 0;
}
