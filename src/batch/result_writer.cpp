#include "result_writer.h"

#include "batch/job_record.h"
#include "checkpoint_place.h"
#include "progress_pictures.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "thumbnail.h"

namespace stylize {
namespace {

// If these cannot be written, that is no reason to lose the picture.
void write_side_pictures(const Job& job, const JobInFlight& flight, GuardedObserver& observer) {
  WriteOptions options = job.options.write;
  options.bit_depth = 8;
  options.format.clear();  // the format follows from their names
  try {
    if (!flight.sheet.empty()) {
      WriteOptions sheet_options = options;
      sheet_options.icc_profile = flight.preparation.profile;
      write_image(job.options.contact_sheet, contact_sheet(flight.sheet), sheet_options);
    }
    if (!job.options.loss_plot.empty()) {
      write_image(job.options.loss_plot, loss_plot_of(flight.painted), options);
    }
  } catch (const Error& error) {
    observer.missed(error.what());
  }
}

}  // namespace

void write_result(const Job& job, const RunContext& run_context, bool thumbnails,
                  JobInFlight& flight, GuardedObserver& observer) {
  JobReport& report = flight.result.report;
  if (flight.encoded.empty()) {
    WriteOptions options = job.options.write;
    options.icc_profile = flight.preparation.profile;
    options.carried = flight.preparation.metadata;
    options.warn = [&](const std::string& line) { observer.noted(line, true); };
    options.record = make_record(flight.preparation.key, run_context, job, flight.painted);
    flight.encoded = encode_image(job.output, flight.painted.image, options);
    if (thumbnails) {
      report.thumbnails.result_jpeg =
          thumbnail_jpeg(flight.painted.image, flight.preparation.profile);
    }
    write_side_pictures(job, flight, observer);
  }
  write_encoded_image(job.output, flight.encoded, job.options.write);
  flight.encoded = {};
  if (job.has_named_output()) remove_checkpoints(job.output);
}

}  // namespace stylize
