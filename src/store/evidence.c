#include "store/evidence.h"

double gp_evidence_field_weight(gp_field field)
{
    static const double weights[GP_FIELD_COUNT] = {[GP_FIELD_HEADING] = 3,
                                                   [GP_FIELD_CONTEXT] = 3,
                                                   [GP_FIELD_QUESTIONS] = 3,
                                                   [GP_FIELD_BODY] = 1};

    return weights[field];
}

double gp_evidence_term(double weight, double tf, double length_ratio)
{
    return weight * 3 * tf / (tf + 2 * (.25 + .75 * length_ratio));
}

double gp_evidence_length(const uint32_t lengths[GP_FIELD_COUNT])
{
    return (double)lengths[GP_FIELD_HEADING] + lengths[GP_FIELD_QUESTIONS] + lengths[GP_FIELD_BODY];
}

double gp_evidence_average(const gp_corpus *corpus)
{
    return corpus->average_lengths[GP_FIELD_HEADING] + corpus->average_lengths[GP_FIELD_QUESTIONS] +
           corpus->average_lengths[GP_FIELD_BODY];
}
