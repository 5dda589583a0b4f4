/* Greedy decoding of spaCy's transition systems: arc-eager dependencies (Nivre 2008, with sentence breaks and unshifting,
 * Honnibal & Johnson 2015) and BILUO entities. The rules of what is valid and the features are those of spaCy 3.8's
 * `arc_eager.pyx`, `ner.pyx` and `_state.pxd`, so the result is the same; what is saved is the time that spaCy's own loop
 * spends taking and giving back the interpreter's lock at every call.
 *
 * No Python header is needed: the functions are called through ctypes. Sums are made in one order on every machine
 * (compile with -ffp-contract=off), so scores don't depend on the width of its vector unit.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__)
#define WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDE
#endif

#define MAX_FEATURES 8
#define MAX_WIDTH 512   /* floats of a hidden layer with its pieces, and of the classes */

/* What the network has to say: `features` has a row of (slots, hidden, 2) floats for "no token" and then one for each token. */
typedef struct {
    const float *features;
    const float *bias;          /* hidden x 2 */
    const float *weights;       /* hidden x classes: the transpose of spaCy's */
    const float *class_bias;
    int32_t slots, hidden, classes;
} Network;

enum Move { SHIFT, REDUCE, LEFT, RIGHT, BREAK };
enum Tag { BEGIN, IN, LAST, UNIT, OUT };

WIDE static void score(const Network *net, const int32_t *tokens, float *scores)
{
    const int width = net->hidden * 2, classes = net->classes;
    float sums[MAX_WIDTH];
    memset(sums, 0, sizeof(float) * width);
    for (int slot = 0; slot < net->slots; slot++) {
        const float *row = net->features + ((size_t)(tokens[slot] + 1) * net->slots + slot) * width;
        for (int i = 0; i < width; i++)
            sums[i] += row[i];
    }
    for (int i = 0; i < width; i++)
        sums[i] += net->bias[i];
    memset(scores, 0, sizeof(float) * classes);
    for (int k = 0; k < net->hidden; k++) {
        const float *w = net->weights + (size_t)k * classes;
        const float h = sums[2 * k] >= sums[2 * k + 1] ? sums[2 * k] : sums[2 * k + 1];
        for (int c = 0; c < classes; c++)
            scores[c] += h * w[c];
    }
    for (int c = 0; c < classes; c++)
        scores[c] += net->class_bias[c];
}

/* The first of the highest scores among the classes whose move is valid; -1 if none is. */
static int best(const float *scores, const int8_t *moves, const uint8_t *valid, int classes)
{
    int found = -1;
    for (int c = 0; c < classes; c++)
        if (valid[moves[c]] && (found < 0 || scores[c] > scores[found]))
            found = c;
    return found;
}

typedef struct { int32_t child, before; } Arc;

/* Dependencies of one document.
 *
 * first: the row of its first token, without the padding row; length: its tokens.
 * moves: the move of each class. heads, classes: out, for each token its head (-1: none, a root) and the class that drew the arc.
 * Returns 0, or -1 where memory ran out or the rules didn't come to an end.
 */
int dragoman_arcs(const Network *net, int32_t first, int32_t length, const int8_t *moves, int32_t *heads, int32_t *drawn)
{
    if (length <= 0)
        return 0;
    if (net->hidden * 2 > MAX_WIDTH || net->classes > MAX_WIDTH || net->slots != MAX_FEATURES)
        return -1;
    const size_t n = (size_t)length;
    const int limit = 64 + 16 * length;
    int32_t *ints = malloc(sizeof(int32_t) * 4 * n);
    uint8_t *flags = calloc(2 * n, 1);
    Arc *arcs = malloc(sizeof(Arc) * (size_t)limit);
    int status = -1;
    if (!ints || !flags || !arcs)
        goto done;
    int32_t *stack = ints, *again = ints + n, *left = ints + 2 * n, *right = ints + 3 * n;
    uint8_t *unshifted = flags, *starts = flags + n;
    int depth = 0, waiting = 0, next = 0, count = 0;
    float scores[MAX_WIDTH];
    for (int i = 0; i < length; i++)
        heads[i] = drawn[i] = left[i] = right[i] = -1;
#define S(i) ((i) < depth ? stack[depth - 1 - (i)] : -1)
#define B(i) ((i) < waiting ? again[waiting - 1 - (i)] : (next + (i) - waiting < length ? next + (i) - waiting : -1))
#define NEWEST(list, of) ((of) >= 0 && (list)[of] >= 0 ? arcs[(list)[of]].child : -1)
    for (int step = 0; step < limit; step++) {
        const int buffer = length - next + waiting;
        if (depth == 0 && buffer == 0) {
            status = 0;
            break;
        }
        const int b0 = B(0), b1 = B(1), s0 = S(0);
        int32_t tokens[MAX_FEATURES] = {b0, b1, s0, S(1), S(2), NEWEST(left, b0), NEWEST(left, s0), NEWEST(right, s0)};
        for (int i = 0; i < MAX_FEATURES; i++)
            if (tokens[i] >= 0)
                tokens[i] += first;
        score(net, tokens, scores);
        const int started = b0 >= 0 && starts[b0];
        uint8_t valid[5];
        valid[SHIFT] = depth == 0 || (buffer >= 2 && !started && !unshifted[b0]);
        valid[REDUCE] = depth > 0;
        valid[LEFT] = valid[RIGHT] = depth > 0 && buffer > 0 && !started;
        valid[BREAK] = buffer >= 2 && b1 == b0 + 1 && !starts[b1];
        const int class = best(scores, moves, valid, net->classes);
        if (class < 0)
            break;
        const int move = moves[class];
        if (move == LEFT || move == RIGHT) {
            const int head = move == LEFT ? b0 : s0, child = move == LEFT ? s0 : b0;
            if (heads[child] >= 0) {   /* the old arc goes, if it is the newest of its head: so does spaCy's */
                int32_t *list = heads[child] > child ? left : right;
                if (list[heads[child]] >= 0 && arcs[list[heads[child]]].child == child)
                    list[heads[child]] = arcs[list[heads[child]]].before;
            }
            int32_t *list = head > child ? left : right;
            arcs[count] = (Arc){child, list[head]};
            list[head] = count++;
            heads[child] = head;
            drawn[child] = class;
        }
        if (move == SHIFT || move == RIGHT) {
            if (buffer == 0)
                break;
            stack[depth++] = waiting ? again[--waiting] : next++;
        } else if (move == LEFT) {
            unshifted[b0] = 0;
            depth--;
        } else if (move == REDUCE) {
            if (heads[s0] < 0 && depth > 1) {
                unshifted[s0] = 1;
                again[waiting++] = s0;
            }
            depth--;
        } else {
            starts[b1] = 1;
        }
    }
done:
    free(ints);
    free(flags);
    free(arcs);
    return status;
}

/* Entities of one document.
 *
 * moves, labels: of each class. starts: 1 where a token begins a sentence; spaces: 1 where it is white space.
 * drawn: out, the class of each token. Returns 0, or -1 where the network doesn't fit.
 */
int dragoman_entities(const Network *net, int32_t first, int32_t length, const int8_t *moves, const int8_t *labels,
                      const uint8_t *starts, const uint8_t *spaces, int32_t *drawn)
{
    if (net->hidden * 2 > MAX_WIDTH || net->classes > MAX_WIDTH || net->slots != 3)
        return -1;
    float scores[MAX_WIDTH];
    int open = -1, label = -1;   /* the first token of an entity that isn't closed */
    for (int i = 0; i < length; i++) {
        const int32_t tokens[3] = {first + i, open >= 0 ? first + open : -1, open >= 0 ? first + i - 1 : -1};
        const int goes_on = i + 1 < length && !starts[i + 1];
        score(net, tokens, scores);
        int found = -1;
        for (int c = 0; c < net->classes; c++) {
            int valid;
            switch (moves[c]) {
            case BEGIN: valid = open < 0 && goes_on && !spaces[i]; break;
            case IN: valid = open >= 0 && goes_on && labels[c] == label; break;
            case LAST: valid = open >= 0 && labels[c] == label; break;
            case UNIT: valid = open < 0 && !spaces[i]; break;
            case OUT: valid = open < 0; break;
            default: valid = 0;
            }
            if (valid && (found < 0 || scores[c] > scores[found]))
                found = c;
        }
        if (found < 0)
            return -1;
        drawn[i] = found;
        if (moves[found] == BEGIN) {
            open = i;
            label = labels[found];
        } else if (moves[found] == LAST) {
            open = -1;
        }
    }
    return 0;
}
