// The two streams a person reads: results on stdout, progress and diagnostics on stderr.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "cli/arguments.hpp"
#include "model/error.hpp"

namespace benchfolio::cli {

// What a stream can show.
struct Screen {
    std::FILE* stream = nullptr;
    bool terminal = false;  // lines may be drawn over
    bool colour = false;
};

// NO_COLOR (https://no-color.org) and TERM=dumb are heeded unless colour was asked for.
Screen screen_of(std::FILE* stream, Colour colour);

// The text in colour, where the screen has it.
std::string bold(const Screen& screen, std::string_view text);
std::string red(const Screen& screen, std::string_view text);
std::string cyan(const Screen& screen, std::string_view text);

// `error[CODE]: what`, ` --> place`, `hint: what to do next`, each on a line.
std::string text_of(const model::Error& error, const Screen& screen = {});
void print(const Screen& screen, const model::Error& error);

// Writes a result and makes sure it arrived; throws model::Error (storage) where it did not (a full disk behind
// stdout).
void print_result(const std::string& text);

// 1234567 is "1,234,567".
std::string grouped(std::uint64_t number);
// "1 run", "1,234 runs".
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);
// "407.0 MB"; decimal multiples, as disks are sold and du --si prints.
std::string size_text(std::uint64_t bytes);
// "13.2 s", "1.05 s", "812 ms", "0.41 ms": three digits, so that a stage of milliseconds can be told from another.
std::string duration_text(double seconds);

}  // namespace benchfolio::cli
