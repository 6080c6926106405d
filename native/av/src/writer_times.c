#include "internal.h"

#define USUAL_FRAME_NS INT64_C(40000000)
static const AVRational nanoseconds = {1, 1000000000};

void times_begin(vsa_writer *writer, AVRational frame_rate)
{
    writer->end_ns = INT64_MIN;
    writer->frame_ns = frame_rate.num > 0 && frame_rate.den > 0 ? av_rescale_q(1, av_inv_q(frame_rate), nanoseconds) : USUAL_FRAME_NS;
}

int64_t times_offset(const vsa_writer *writer, const track_times *track, AVRational time_base)
{
    return av_rescale_q(track->part == writer->part ? writer->offset_ns : track->offset_ns, nanoseconds, time_base);
}

int64_t times_follow(vsa_writer *writer, track_times *track, int64_t time, AVRational time_base, bool leads)
{
    /* What is said now and then, and what has said nothing yet, goes with the others. */
    if (!leads || track->last == AV_NOPTS_VALUE) track->part = writer->part;
    int64_t earliest = track->last - av_rescale_q(writer->frame_ns, nanoseconds, time_base);
    if (leads && track->last != AV_NOPTS_VALUE && time + times_offset(writer, track, time_base) < earliest) {
        if (track->part == writer->part) { /* the first track to come to the new part */
            writer->part++;
            writer->offset_ns = writer->end_ns - av_rescale_q(time, time_base, nanoseconds);
            writer->counts.time_jumps++;
        } else { /* this track may have gone on for longer than the first one knew */
            writer->offset_ns = FFMAX(writer->offset_ns, av_rescale_q(track->end - time, time_base, nanoseconds));
        }
        track->part = writer->part;
    }
    if (track->part == writer->part) track->offset_ns = writer->offset_ns;
    return time + times_offset(writer, track, time_base);
}

int64_t times_rise(vsa_writer *writer, track_times *track, int64_t time, int64_t duration, int64_t step)
{
    if (track->last != AV_NOPTS_VALUE && time < track->last + step) {
        time = track->last + step;
        writer->counts.moved_times++;
    }
    track->last = time;
    track->end = time + FFMAX(duration, 0);
    return time;
}

void times_reach(vsa_writer *writer, const track_times *track, AVRational time_base)
{
    writer->end_ns = FFMAX(writer->end_ns, av_rescale_q(track->end, time_base, nanoseconds));
}
