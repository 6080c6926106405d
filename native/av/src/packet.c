#include <stdlib.h>

#include "internal.h"

int32_t vsa_packet_create(vsa_packet **out)
{
    REQUIRE(out);
    vsa_packet *packet = calloc(1, sizeof *packet);
    if (!packet || !(packet->av = av_packet_alloc())) {
        free(packet);
        return fail(VS_OUT_OF_MEMORY, "no memory for a packet");
    }
    count_add(COUNT_PACKETS, 1);
    *out = packet;
    return VS_OK;
}

int32_t vsa_packet_free(vsa_packet *packet)
{
    if (!packet) return VS_OK;
    av_packet_free(&packet->av);
    count_add(COUNT_PACKETS, -1);
    free(packet);
    return VS_OK;
}

int32_t vsa_packet_clear(vsa_packet *packet)
{
    REQUIRE(packet);
    av_packet_unref(packet->av);
    return VS_OK;
}

void packet_describe(const AVPacket *packet, vsa_packet_info *info)
{
    int32_t flags = packet->flags & AV_PKT_FLAG_KEY ? VSA_PACKET_KEY : 0;
    *info = (vsa_packet_info){packet->data, packet->size, packet->stream_index, packet->pts, packet->dts, packet->duration, flags, 0};
}
