#include "formats/plain_number.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

namespace benchfolio::formats {
namespace {

// Goes through a text once, and is at its end where there is nothing more of what is asked for.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

    bool take(char c) {
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    // How many digits came, behind those of `number`. More than 19 are too many for it, and it means nothing then.
    std::ptrdiff_t digits(std::uint64_t& number) {
        const char* const first = at_;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9') number = 10 * number + static_cast<unsigned>(*at_++ - '0');
        return at_ - first;
    }

    std::string_view taken() const { return {begin_, at_}; }

  private:
    const char *begin_, *at_, *end_;
};

constexpr std::ptrdiff_t most_digits = 19, most_of_exponent = 2;

// A long double of 64 bits has every power up to this one exactly, as 5^27 has 63 bits.
constexpr std::array<long double, 28> powers{1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,
                                             1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L,
                                             1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};

// By the long double of x86, which holds 11 bits more than a double: with 64 bits the digits and the power are exact,
// so the quotient is wrong by at most half of its last bit, and rounds to the right double unless those 11 bits are
// within one of halfway between two doubles. Nothing there, where the power is larger, and on other machines.
std::optional<double> by_long_double(std::uint64_t digits, int exponent) {
    if constexpr (std::numeric_limits<long double>::digits != 64 || std::endian::native != std::endian::little)
        return std::nullopt;
    const auto size = static_cast<std::size_t>(std::abs(exponent));
    if (size >= powers.size()) return std::nullopt;
    const auto whole = static_cast<long double>(digits);
    const long double value = exponent < 0 ? whole / powers[size] : whole * powers[size];
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    constexpr std::uint64_t more = (1U << 11U) - 1, halfway = 1U << 10U;
    const std::uint64_t rest = bits & more;
    if (rest + 1 >= halfway && rest <= halfway + 1) return std::nullopt;
    return static_cast<double>(value);
}

}  // namespace

double PlainNumber::value() const {
    if (const auto found = by_long_double(digits, exponent)) return negative ? -*found : *found;
    double found = 0;
    std::from_chars(text.data(), text.data() + text.size(), found);
    return found;
}

PlainNumber plain_number(std::string_view text) {
    Scanner scanner{text};
    PlainNumber number;
    number.negative = scanner.take('-');
    const bool begins_with_zero = scanner.take('0');
    const std::ptrdiff_t whole = scanner.digits(number.digits);
    if (begins_with_zero == (whole > 0)) return {};  // neither 07 nor nothing at all
    std::ptrdiff_t zeros = 0, fraction = 0;
    if (scanner.take('.')) {
        while (begins_with_zero && scanner.take('0')) ++zeros;
        fraction = scanner.digits(number.digits);
        if (zeros + fraction == 0) return {};
    }
    if (whole + fraction > most_digits) return {};
    number.exponent = -static_cast<int>(zeros + fraction);
    if (scanner.take('e') || scanner.take('E')) {
        const bool down = scanner.take('-');
        if (!down) scanner.take('+');
        std::uint64_t power = 0;
        const std::ptrdiff_t length = scanner.digits(power);
        if (length == 0 || length > most_of_exponent) return {};
        number.exponent += down ? -static_cast<int>(power) : static_cast<int>(power);
    }
    number.text = scanner.taken();
    return number;
}

}  // namespace benchfolio::formats
