#include "text/dictionary.h"

static bool listed(gp_str all, gp_str form)
{
    size_t low = 0; /* both stand at the beginning of a word, or at the end */
    size_t high = all.size;

    while (low < high) {
        size_t start = low + (high - low) / 2;
        gp_str word;
        int order;
        while (start > low && all.data[start - 1] != '\n')
            start--;
        word = gp_str_slice(all, start, gp_str_find_byte(all, '\n', start));
        order = gp_str_compare(form, word);
        if (order == 0)
            return true;
        if (order < 0)
            high = start;
        else
            low = start + word.size + 1;
    }
    return false;
}

bool gp_dictionary_has(gp_str form)
{
    return listed((gp_str){gp_dictionary_words, gp_dictionary_words_size}, form);
}

bool gp_dictionary_ordinary(gp_str form)
{
    if (gp_dictionary_has(form))
        return !listed((gp_str){gp_dictionary_names, gp_dictionary_names_size}, form);
    return listed((gp_str){gp_dictionary_short, gp_dictionary_short_size}, form);
}
