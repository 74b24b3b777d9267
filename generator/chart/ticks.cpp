#include "chart/ticks.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <span>

#include "chart/quantity.hpp"

namespace benchfolio::chart {
namespace {

using namespace std::chrono;

constexpr int least_ticks = 4, most_decades = 7;
constexpr double rounding = 1e-9;  // of a step, so that 0.30000000000000004 is a tick of its own axis

struct Indices {
    double first, last;
    int count() const { return static_cast<int>(last - first) + 1; }
};

Indices indices_within(double low, double high, double step) {
    return {std::ceil(low / step - rounding), std::floor(high / step + rounding)};
}

// A mantissa times a power of ten. Dividing by 10 instead of multiplying by 0.1 keeps the third tick at 0.3.
struct Step {
    double mantissa = 1;
    int exponent = 0;
    double tick(double index) const {
        const double power = std::pow(10.0, std::abs(exponent));
        return exponent < 0 ? index * mantissa / power : index * mantissa * power;
    }
};

Step step_for(double low, double high) {
    for (int exponent = static_cast<int>(std::ceil(std::log10(high - low)));; --exponent)
        for (const double mantissa : {5.0, 2.0, 1.0}) {
            const Step step{mantissa, exponent};
            if (indices_within(low, high, step.tick(1)).count() >= least_ticks) return step;
        }
}

std::vector<double> linear_ticks(const Domain& domain) {
    const Step step = step_for(domain.low, domain.high);
    const Indices at = indices_within(domain.low, domain.high, step.tick(1));
    std::vector<double> ticks;
    for (double index = at.first; index <= at.last; ++index) ticks.push_back(step.tick(index));
    return ticks;
}

std::vector<double> decade_ticks(const Domain& domain, std::span<const double> mantissas, int every) {
    std::vector<double> ticks;
    const int first = static_cast<int>(std::floor(std::log10(domain.low))) - 1;
    const int last = static_cast<int>(std::ceil(std::log10(domain.high)));
    for (int exponent = first - (first % every + every) % every; exponent <= last; exponent += every)
        for (const double mantissa : mantissas) {
            const double tick = Step{1, exponent}.tick(mantissa);
            if (domain.low * (1 - rounding) <= tick && tick <= domain.high * (1 + rounding)) ticks.push_back(tick);
        }
    return ticks;
}

int decades_between_ticks(const Domain& domain) {
    return std::max(1, static_cast<int>(std::ceil(std::log10(domain.high / domain.low) / most_decades)));
}

std::vector<double> logarithmic_ticks(const Domain& domain) {
    static constexpr std::array<double, 1> ones{1};
    static constexpr std::array<double, 2> threes{1, 3};
    static constexpr std::array<double, 3> fives{1, 2, 5};
    static constexpr std::array<double, 6> all{1, 1.5, 2, 3, 5, 7};
    for (const std::span<const double> mantissas : {std::span<const double>{ones}, std::span<const double>{threes},
                                                    std::span<const double>{fives}, std::span<const double>{all}}) {
        auto ticks = decade_ticks(domain, mantissas, decades_between_ticks(domain));
        if (ticks.size() >= least_ticks) return ticks;
    }
    return linear_ticks(domain);
}

int decimals_of_step(double step) {
    return std::max(0, -static_cast<int>(std::floor(std::log10(step) + rounding)));
}

std::string in_percent(double tick, int decimals) {
    const std::string text = grouped(tick * 100, decimals) + " %";
    return tick > rounding ? "+" + text : text;
}

std::string without_trailing_zeros(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string joined(std::string number, std::string_view suffix) {
    if (number == "0") return number;
    return number.append(suffix == " ×" ? "×" : suffix);
}

std::string logarithmic_label(double tick, const ScaledUnit& unit) {
    const double value = tick / unit.factor;
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(value))), 0, 12);
    return joined(without_trailing_zeros(grouped(value, decimals)), unit.suffix);
}

bool one_unit_serves(const Domain& domain) {
    return !domain.logarithmic || domain.high / domain.low <= 1e4;
}

double typical(const Domain& domain) {
    return domain.logarithmic ? std::sqrt(domain.low) * std::sqrt(domain.high)
                              : (std::abs(domain.low) + std::abs(domain.high)) / 2;
}

std::string linear_label(double tick, double step, const ScaledUnit& unit) {
    return joined(grouped(tick / unit.factor, decimals_of_step(step / unit.factor)), unit.suffix);
}

// ---- Dates ----

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

year_month_day date_of(double day) {
    return sys_days{days{static_cast<int>(std::floor(day))}};
}

double day_of(const year_month_day& date) {
    return static_cast<double>(sys_days{date}.time_since_epoch().count());
}

std::string_view month_name(const year_month_day& date) {
    return months[unsigned{date.month()} - 1];
}

// A date is a tick if its month and day are in the pattern.
struct Calendar {
    int years = 1, months = 1;  // every so many
    unsigned days = 0;          // 0: only the first of the month; else every so many days of it
    double spacing = 0;         // the least distance of two ticks, in days
};

constexpr std::array<Calendar, 12> calendars{{{1, 1, 1, 1},
                                              {1, 1, 7, 6},
                                              {1, 1, 14, 13},
                                              {1, 1, 0, 28},
                                              {1, 3, 0, 89},
                                              {1, 6, 0, 180},
                                              {1, 12, 0, 365},
                                              {2, 12, 0, 730},
                                              {5, 12, 0, 1826},
                                              {10, 12, 0, 3652},
                                              {20, 12, 0, 7305},
                                              {50, 12, 0, 18262}}};

bool is_tick(const year_month_day& date, const Calendar& calendar) {
    const unsigned day = unsigned{date.day()};
    if (int{date.year()} % calendar.years != 0) return false;
    if ((unsigned{date.month()} - 1) % static_cast<unsigned>(calendar.months) != 0) return false;
    if (calendar.days == 0) return day == 1;
    return (day - 1) % calendar.days == 0 && (calendar.days == 1 || day <= 28);
}

DateTick date_tick(const year_month_day& date, const Calendar& calendar) {
    const double day = day_of(date);
    const bool year = date.month() == January && date.day() == std::chrono::day{1};
    if (year) return {day, std::to_string(int{date.year()}), true};
    const std::string name{month_name(date)};
    return {day, calendar.days == 0 ? name : std::to_string(unsigned{date.day()}) + " " + name, false};
}

std::vector<DateTick> ticks_of(double from, double to, const Calendar& calendar) {
    std::vector<DateTick> ticks;
    const auto first_month = date_of(from);
    year_month month{first_month.year(), first_month.month()};
    for (; day_of(month / 1) <= to; month += std::chrono::months{1}) {
        const unsigned last = calendar.days == 0 ? 1 : unsigned{(month / std::chrono::last).day()};
        for (unsigned day = 1; day <= last; ++day) {
            const year_month_day date = month / std::chrono::day{day};
            const double at = day_of(date);
            if (from <= at && at <= to && is_tick(date, calendar)) ticks.push_back(date_tick(date, calendar));
        }
    }
    return ticks;
}

void name_a_year(std::vector<DateTick>& ticks) {
    if (ticks.empty() || std::any_of(ticks.begin(), ticks.end(), [](const DateTick& tick) { return tick.year; }))
        return;
    ticks.front().label += " " + std::to_string(int{date_of(ticks.front().day).year()});
}

}  // namespace

double tick_step(double low, double high) {
    return step_for(low, high).tick(1);
}

std::vector<double> value_ticks(const Domain& domain) {
    return domain.logarithmic ? logarithmic_ticks(domain) : linear_ticks(domain);
}

std::vector<std::string> tick_labels(const std::vector<double>& ticks, const Domain& domain, std::string_view unit) {
    std::vector<std::string> labels;
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : 1;
    const ScaledUnit common = scaled_unit(typical(domain), unit);
    for (const double tick : ticks) {
        if (unit == "%")
            labels.push_back(in_percent(tick, decimals_of_step(step * 100)));
        else if (domain.logarithmic)
            labels.push_back(logarithmic_label(tick, one_unit_serves(domain) ? common : scaled_unit(tick, unit)));
        else
            labels.push_back(linear_label(tick, step, common));
    }
    return labels;
}

std::vector<DateTick> date_ticks(double from, double to, double pixels, double label_pixels) {
    constexpr double month_to_day = .8;  // "Aug" needs less room than "28 Aug", but not half: the first names a year
    const double a_day = pixels / std::max(to - from, 1e-3);
    for (const Calendar& calendar : calendars) {
        if (calendar.spacing * a_day < label_pixels * (calendar.days == 0 ? month_to_day : 1)) continue;
        auto ticks = ticks_of(from, to, calendar);
        name_a_year(ticks);
        return ticks;
    }
    return {};
}

std::string day_text(double day) {
    return std::to_string(unsigned{date_of(day).day()}) + " " + month_text(day);
}

std::string month_text(double day) {
    return std::string{month_name(date_of(day))} + " " + std::to_string(int{date_of(day).year()});
}

}  // namespace benchfolio::chart
