// The measures of one benchmark besides the time: numbers from places of its file, each as the configuration or its
// name says. Numbers of one measure are added up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/catalog.hpp"
#include "formats/extra.hpp"
#include "formats/measure_rule.hpp"
#include "formats/parsed_run.hpp"

namespace benchfolio::formats {

// Beyond this a number is no measurement, and its square no double.
inline constexpr double largest_extra = 1e150;

// Looks up what the numbers at places count as; each place is looked at once a file.
class ExtraPlaces {
  public:
    // With `all`, a place without a rule is the measure that its name says; without, it is none, and is noted among
    // the `offers`, where somebody asks for these.
    ExtraPlaces(const MeasureRules& rules, Catalog& catalog, bool all, std::set<std::string, std::less<>>* offers)
        : rules_(rules), catalog_(catalog), all_(all), offers_(offers) {}

    const Extra* find(const std::string& place);

  private:
    const MeasureRules& rules_;
    Catalog& catalog_;
    bool all_;
    std::set<std::string, std::less<>>* offers_;
    std::map<std::string, std::unique_ptr<const Extra>, std::less<>> found_;  // null: no measure
};

// Sums by measure, in the order of their first number; for the few measures that a benchmark has.
class ExtraSums {
  public:
    // False where the number is none that can be a measurement; then nothing is added.
    [[nodiscard]] bool add(const Extra& extra, double number);
    void clear() { sums_.clear(); }

    struct Sum {
        std::uint32_t measure = 0;
        double value = 0;
    };
    const std::vector<Sum>& sums() const { return sums_; }

  private:
    std::vector<Sum> sums_;
};

// Adds a row of one sample for each sum.
void add_rows(const ExtraSums& extras, std::uint32_t benchmark, const std::shared_ptr<const Definition>& definition,
              ParsedRun& run);

}  // namespace benchfolio::formats
