// The fields of a struct, for those who take or give all of them without being told which there are: a field that is
// added later counts from then on.
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace benchfolio::analysis::fields {

// Stands for a value of any type where only the number of values counts.
struct Anything {
    template <class T>
    operator T() const;
};

// How many fields an aggregate has: as many as it can be made of.
template <class T, class... Given>
constexpr std::size_t count() {
    if constexpr (requires { T{Given{}..., Anything{}}; })
        return count<T, Given..., Anything>();
    else
        return sizeof...(Given);
}

inline constexpr std::size_t most = 24;  // that a struct may have; another line below makes it more

// References to the fields, in order; constant ones where the struct is. A structured binding wants their number in the
// source.
// clang-format off
#define BENCHFOLIO_FIELDS(...) auto& [__VA_ARGS__] = value; return std::tie(__VA_ARGS__);
template <class T>
auto of(T& value) {
    constexpr std::size_t n = count<std::remove_const_t<T>>();
    static_assert(n >= 1 && n <= most);
    if constexpr (n == 1) { BENCHFOLIO_FIELDS(a) }
    if constexpr (n == 2) { BENCHFOLIO_FIELDS(a, b) }
    if constexpr (n == 3) { BENCHFOLIO_FIELDS(a, b, c) }
    if constexpr (n == 4) { BENCHFOLIO_FIELDS(a, b, c, d) }
    if constexpr (n == 5) { BENCHFOLIO_FIELDS(a, b, c, d, e) }
    if constexpr (n == 6) { BENCHFOLIO_FIELDS(a, b, c, d, e, f) }
    if constexpr (n == 7) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g) }
    if constexpr (n == 8) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h) }
    if constexpr (n == 9) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i) }
    if constexpr (n == 10) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j) }
    if constexpr (n == 11) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k) }
    if constexpr (n == 12) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l) }
    if constexpr (n == 13) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m) }
    if constexpr (n == 14) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o) }
    if constexpr (n == 15) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p) }
    if constexpr (n == 16) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q) }
    if constexpr (n == 17) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r) }
    if constexpr (n == 18) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s) }
    if constexpr (n == 19) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t) }
    if constexpr (n == 20) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u) }
    if constexpr (n == 21) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v) }
    if constexpr (n == 22) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w) }
    if constexpr (n == 23) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x) }
    if constexpr (n == 24) { BENCHFOLIO_FIELDS(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x, y) }
}
#undef BENCHFOLIO_FIELDS
// clang-format on

}  // namespace benchfolio::analysis::fields
