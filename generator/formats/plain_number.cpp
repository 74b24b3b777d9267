#include "formats/plain_number.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>

namespace benchfolio::formats {
namespace {

// Eight characters of a text, taken as digits all at once: several times faster than one after the other.
class Eight {
  public:
    static constexpr std::size_t size = 8;

    explicit Eight(const char* text) {
        std::memcpy(&values_, text, size);
        if constexpr (std::endian::native == std::endian::big) values_ = __builtin_bswap64(values_);
        values_ ^= in_each('0');  // a digit becomes its value, anything else more than 9
    }

    // How many digits stand at the front.
    unsigned digits() const {
        const std::uint64_t no_digits = ((values_ + in_each(0x7F - 9)) | values_) & in_each(0x80);
        return static_cast<unsigned>(std::countr_zero(no_digits)) / 8;
    }

    // The number that the first `count` of them write, 1 to 8 digits: first of pairs, then of fours, then of all.
    std::uint64_t number(unsigned count) const {
        const std::uint64_t digits = values_ << (8 * (size - count));
        const std::uint64_t pairs = digits * 10 + (digits >> 8U);
        const std::uint64_t outer = pairs & 0x000000FF000000FF, inner = (pairs >> 16U) & 0x000000FF000000FF;
        return (outer * (100 + (std::uint64_t{1'000'000} << 32U)) + inner * (1 + (std::uint64_t{10'000} << 32U))) >>
               32U;
    }

  private:
    std::uint64_t values_ = 0;  // the first character in the lowest byte

    static constexpr std::uint64_t in_each(std::uint8_t byte) { return byte * std::uint64_t{0x0101010101010101}; }
};

constexpr std::array<std::uint64_t, Eight::size + 1> powers_of_ten{1,       10,        100,        1'000,      10'000,
                                                                   100'000, 1'000'000, 10'000'000, 100'000'000};

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

    // The same, fast where many come.
    std::ptrdiff_t many_digits(std::uint64_t& number) {
        const char* const first = at_;
        if (end_ - at_ >= static_cast<std::ptrdiff_t>(2 * Eight::size) && eight_digits(number)) eight_digits(number);
        digits(number);
        return at_ - first;
    }

    std::string_view taken() const { return {begin_, at_}; }

  private:
    const char *begin_, *at_, *end_;

    // Whether as many came; takes what came.
    bool eight_digits(std::uint64_t& number) {
        const Eight eight{at_};
        const unsigned count = eight.digits();
        if (count == 0) return false;
        number = number * powers_of_ten[count] + eight.number(count);
        at_ += count;
        return count == Eight::size;
    }
};

constexpr std::ptrdiff_t most_digits = 19, most_of_exponent = 2;

__extension__ using Wide = unsigned __int128;

std::uint64_t upper_half(Wide number) {
    return static_cast<std::uint64_t>(number >> 64U);
}

// 5^q as 128 bits, the first of them a 1: without what comes behind them, and one more where something does.
struct PowerOfFive {
    std::uint64_t upper = 0, lower = 0;
};

constexpr int most_power = 27;  // the last whose 5^q has no more than 64 bits

constexpr PowerOfFive reciprocal(std::uint64_t power) {
    const int bits = 64 - std::countl_zero(power - 1);
    Wide quotient = 0, rest = 1;  // of 2^(bits + 127) by the power, digit by digit
    for (int i = 0; i < bits + 127; ++i) {
        rest *= 2;
        quotient = 2 * quotient + (rest >= power ? 1 : 0);
        if (rest >= power) rest -= power;
    }
    ++quotient;
    return {static_cast<std::uint64_t>(quotient >> 64U), static_cast<std::uint64_t>(quotient)};
}

// From 5^-27 to 5^27.
constexpr auto powers_of_five = [] {
    std::array<PowerOfFive, 2 * most_power + 1> powers;
    std::uint64_t power = 1;
    for (std::size_t q = 0; q <= most_power; ++q, power *= 5) {
        if (q > 0) powers[most_power - q] = reciprocal(power);
        powers[most_power + q] = {power << static_cast<unsigned>(std::countl_zero(power)), 0};
    }
    return powers;
}();

// The upper 128 bits of `digits`, which begin with a 1, x 5^q: as many of them as matter are right.
Wide times(std::uint64_t digits, const PowerOfFive& power) {
    const Wide product = Wide{digits} * power.upper;
    constexpr std::uint64_t behind = 0x1FF;  // those that are needed: a carry from below could reach them
    const bool is_settled = (upper_half(product) & behind) != behind;
    return is_settled ? product : product + upper_half(Wide{digits} * power.lower);
}

// The double next to digits x 10^exponent, by one multiplication: Lemire, "Number Parsing at a Gigabyte per Second",
// Software: Practice and Experience 51 (2021), section 5; that it is always right is proved in Mushtak & Lemire, "Fast
// Number Parsing Without Fallback", the same 53 (2023). Nothing where the power is larger.
std::optional<double> by_multiplication(std::uint64_t digits, int exponent) {
    if (exponent < -most_power || exponent > most_power) return std::nullopt;
    if (digits == 0) return 0;
    const int zeros = std::countl_zero(digits);
    const Wide product =
        times(digits << static_cast<unsigned>(zeros), powers_of_five[static_cast<std::size_t>(exponent + most_power)]);
    const std::uint64_t upper = upper_half(product), lower = static_cast<std::uint64_t>(product);
    const std::uint64_t carry = upper >> 63U, shift = carry + 9;
    std::uint64_t bits = upper >> shift;  // the 53 of a double and one to round by
    const bool is_halfway = bits << shift == upper && lower <= 1 && exponent >= -4;
    if (is_halfway && (bits & 3U) == 1) --bits;  // to the even one, which is below
    bits = (bits + (bits & 1U)) >> 1U;
    constexpr int bias = 1023, log2_of_ten = 217'706;  // of which 2^16 are one
    const int power_of_two = ((log2_of_ten * exponent) >> 16) + 63 + static_cast<int>(carry) - zeros;
    // The first of the bits adds one to the exponent; what rounding carries beyond it adds another, as it must.
    return std::bit_cast<double>((static_cast<std::uint64_t>(power_of_two + bias - 1) << 52U) + bits);
}

}  // namespace

double PlainNumber::value() const {
    if (const auto found = by_multiplication(digits, exponent)) return negative ? -*found : *found;
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
        fraction = scanner.many_digits(number.digits);
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
