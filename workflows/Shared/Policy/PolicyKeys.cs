namespace Boai.Workflows.Shared;

/// <summary>Keys of the policy pack, so that a key is written once. What each means stands beside its value in <c>policy.law.json</c>.</summary>
public static class PolicyKeys
{
    public const string AedAlertDays = "aed.alertDays";
    public const string AedPatrol = "aed.patrol";
    public const string AedSelfCheck = "aed.selfCheck";
    public const string AssessBonusCap = "assess.bonusCap";
    public const string AssessExcellentMax = "assess.excellentMax";
    public const string AssessTotal = "assess.total";
    public const string BaswjCampaignYear = "baswj.campaignYear";
    public const string BaswjPackValue = "baswj.packValue";
    public const string BaswjPublicityDays = "baswj.publicity.days";
    public const string BaswjYearTarget = "baswj.yearTarget";
    public const string BodyArchiveDays = "body.archive.days";
    public const string BodyArriveH = "body.arrive.h";
    public const string BodyAuthorityH = "body.authority.h";
    public const string BodyEscalateH = "body.escalate.h";
    public const string BodyHandoverH = "body.handover.h";
    public const string BodyRemindH = "body.remind.h";
    public const string BodyReportWd = "body.report.wd";
    public const string BodySummaryDue = "body.summary.due";
    public const string BodyVerifyMin = "body.verify.min";
    public const string CaseDraftPurgeDays = "case.draft.purgeDays";
    public const string CaseEscalationPercents = "case.escalation.percents";
    public const string CaseReminderPercents = "case.reminder.percents";
    public const string CaseReviewDecideWd = "case.review.decideWd";
    public const string CaseReviewRequestWd = "case.review.requestWd";
    public const string CaseSupplementDays = "case.supplement.days";
    public const string CaseSupplementExtensionDays = "case.supplement.extensionDays";
    public const string CaseSupplementNoticeDaysBefore = "case.supplement.noticeDaysBefore";
    /// <summary>Within how many generations a collateral relative of a donor has priority (ODR 20).</summary>
    public const string CertificatePriorityGenerations = "certificate.priority.generations";

    /// <summary>Wrong certificate codes that one address may try in an hour.</summary>
    public const string CertificateVerifyFailuresPerHour = "certificate.verify.failuresPerHour";

    public const string ChildChdAgeConvention = "child.chd.ageConvention";
    public const string ChildChdAmounts = "child.chd.amounts";
    public const string ChildChdCap = "child.chd.cap";
    public const string ChildChdOverAgeFrom = "child.chd.overAgeFrom";
    public const string ChildChdTiers = "child.chd.tiers";
    public const string ChildLeukaemiaAgeConvention = "child.leukaemia.ageConvention";
    public const string ChildLeukaemiaGrant = "child.leukaemia.grant";
    public const string ChildLeukaemiaOverAgeFrom = "child.leukaemia.overAgeFrom";
    public const string ChildLeukaemiaTransplantGrant = "child.leukaemia.transplantGrant";
    public const string ChildNoticeReminderDays = "child.notice.reminderDays";
    public const string ChildNoticeValidMonths = "child.notice.validMonths";
    public const string CorneaBestH = "cornea.best.h";
    public const string CorneaColdMonths = "cornea.coldMonths";
    public const string CorneaMaxHWinter = "cornea.max.h.winter";
    public const string CorneaTestDays = "cornea.test.days";
    public const string CorneaVerifyMin = "cornea.verify.min";
    public const string DisclosureCoolingMonths = "disclosure.cooling.months";
    public const string DocumentMaxBytes = "document.maxBytes";
    public const string DonAnnualReportDue = "don.annualReport.due";
    public const string DonChangeOfUseEffortDays = "don.changeOfUse.effortDays";
    public const string DonEmergencyFileDays = "don.emergency.fileDays";
    public const string DonEmergencyPublishDays = "don.emergency.publishDays";
    public const string DonLetterMin = "don.letter.min";
    public const string DonProjectPublishMonths = "don.project.publishMonths";
    public const string DonRefundDays = "don.refund.days";
    public const string DonSurplusPublishMonths = "don.surplus.publishMonths";
    public const string DonUnidentifiedDays = "don.unidentified.days";
    public const string GovElected = "gov.elected";
    public const string GovQuorum = "gov.quorum";
    public const string GovTermYears = "gov.termYears";
    public const string HospitalFreeTextMax = "hospital.freeTextMax";
    public const string HospitalRetryHours = "hospital.retry.hours";
    public const string HospitalRetryMinutes = "hospital.retry.minutes";
    public const string HospitalSilentHours = "hospital.silent.hours";
    public const string HospitalSkewRefuseMin = "hospital.skew.refuseMin";
    public const string HospitalSkewWarnMin = "hospital.skew.warnMin";
    public const string HscEnrolAge = "hsc.enrol.age";
    public const string HscExamValidDays = "hsc.exam.validDays";
    public const string HscFollowDays = "hsc.follow.days";

    /// <summary>From which day on a holder is a year older: a member of <see cref="AgeConvention"/>.</summary>
    public const string IntentAgeConvention = "intent.age.convention";

    public const string IntentAgeMin = "intent.age.min";
    public const string IntentCheckWd = "intent.check.wd";
    public const string IntentHomeVisitTwoPersons = "intent.homeVisit.twoPersons";
    public const string IntentLegalReviewWd = "intent.legalReview.wd";
    public const string IntentLimitedCapacity = "intent.limitedCapacity";
    public const string IntentMinorsAllowed = "intent.minorsAllowed";
    public const string IntentNationalExportHours = "intent.nationalExport.hours";
    public const string KpiEmergencyMedicalKinds = "kpi.emergencyMedical.kinds";
    public const string MemberFeeAdult = "member.fee.adult";
    public const string MemberFeeGroupAmounts = "member.fee.group.amounts";
    public const string MemberFeeGroupStaff = "member.fee.group.staff";
    public const string MemberFeeYouth = "member.fee.youth";
    public const string MemberLapseYears = "member.lapseYears";
    public const string MemoryCallDays = "memory.call.days";
    public const string MemoryCertificateDays = "memory.certificate.days";
    public const string MemoryCondolenceDays = "memory.condolence.days";

    /// <summary>Chongqing's memorial day.</summary>
    public const string MemoryDay = "memory.day";

    /// <summary>百日; the day of death is the first.</summary>
    public const string MemoryHundredDays = "memory.hundred.days";

    /// <summary>How long before the memorial week somebody is to invite.</summary>
    public const string MemoryInvitationLeadDays = "memory.invitation.leadDays";

    /// <summary>How long before its day somebody has the task of an occasion.</summary>
    public const string MemoryLeadDays = "memory.lead.days";

    /// <summary>Within which a name is to be proof-read, engraved or taken down.</summary>
    public const string MemoryNameDays = "memory.name.days";

    public const string MemoryWeekFrom = "memory.week.from";
    public const string OrganAftercareDays = "organ.aftercare.days";
    public const string OrganAllowOpoSecondWitness = "organ.allowOpoSecondWitness";
    public const string OrganCheckInLateMin = "organ.checkIn.lateMin";
    public const string OrganCheckInMetres = "organ.checkIn.metres";
    public const string OrganDeathMinPhysicians = "organ.death.minPhysicians";
    public const string OrganDecisionReconfirmAfterDeath = "organ.decision.reconfirmAfterDeath";
    public const string OrganEthicsAgree = "organ.ethics.agree";
    public const string OrganEthicsTransplantMax = "organ.ethics.transplantMax";
    public const string OrganFormerEmployerYears = "organ.formerEmployer.years";
    public const string OrganHoldAckSec = "organ.hold.ackSec";
    public const string OrganHoldPhoneMin = "organ.hold.phoneMin";
    public const string OrganHoldRetrySec = "organ.hold.retrySec";
    public const string OrganLateEvidenceHours = "organ.lateEvidence.hours";
    public const string OrganMonthlyReportDays = "organ.monthlyReport.days";
    public const string OrganOfferAcceptMin = "organ.offer.acceptMin";
    public const string OrganOfferFillMin = "organ.offer.fillMin";
    public const string OrganOfferRestHours = "organ.offer.restHours";
    public const string OrganOfferWaveSize = "organ.offer.waveSize";
    public const string OrganOpoFilingWd = "organ.opoFiling.wd";
    public const string OrganRecoveredEraseDays = "organ.recovered.eraseDays";
    public const string OrganReportHours = "organ.report.hours";
    public const string OrganReportedHumanMin = "organ.reported.humanMin";
    public const string OrganRestorationHours = "organ.restoration.hours";
    public const string OrganScreeningMin = "organ.screening.min";
    public const string OrganTalkRemindHours = "organ.talk.remindHours";
    public const string OrganViolationDecideWd = "organ.violation.decideWd";
    public const string OrganViolationNotifyMin = "organ.violation.notifyMin";
    public const string OrganWithdrawnIntentBlocks = "organ.withdrawnIntentBlocks";
    public const string OrganWitnessMin = "organ.witness.min";
    public const string OrganCountLung = "organCount.lung";
    public const string OrganCountSplitLiver = "organCount.splitLiver";
    public const string OtpMaxAttempts = "otp.maxAttempts";
    public const string OtpResendSeconds = "otp.resendSeconds";
    public const string OtpValidMinutes = "otp.validMinutes";
    public const string PartnerKeepDays = "partner.keep.days";
    public const string PartnerRetryHours = "partner.retry.hours";
    public const string PartnerRetryMinutes = "partner.retry.minutes";
    public const string PartnerSecretOverlapHours = "partner.secretOverlap.hours";
    public const string PrepFirstReportHours = "prep.firstReport.hours";
    public const string PrepZeroReportHours = "prep.zeroReport.hours";
    public const string PrivacyBreachAssessHours = "privacy.breach.assessHours";
    public const string PrivacyBreakGlassMinutes = "privacy.breakGlass.minutes";
    public const string PrivacyRightsAnswerWd = "privacy.rights.answerWd";
    public const string PublicK = "public.k";
    public const string ReliefApprovalWd = "relief.approval.wd";
    public const string ReliefCollectNoticeWd = "relief.collectNotice.wd";
    public const string ReliefFollowUpDays = "relief.followUp.days";
    public const string ReliefFollowUpSamplePercent = "relief.followUp.samplePercent";
    public const string ReliefFollowUpWd = "relief.followUp.wd";
    public const string ReliefHouseholdYearCap = "relief.household.yearCap";
    public const string ReliefIntakeWd = "relief.intake.wd";
    public const string ReliefInvestigationWd = "relief.investigation.wd";
    public const string ReliefOpinionWd = "relief.opinion.wd";
    public const string ReliefPaymentMaxTries = "relief.payment.maxTries";
    public const string ReliefPaymentWd = "relief.payment.wd";
    public const string ReliefPublicityDays = "relief.publicity.days";
    public const string ReliefPublicityWebDays = "relief.publicity.webDays";
    public const string ReliefRepublicityDays = "relief.republicity.days";
    public const string ReliefRequestMax = "relief.request.max";
    public const string ReliefSameCauseMonths = "relief.sameCause.months";
    public const string ReliefSplitWindowDays = "relief.split.windowDays";
    public const string ReliefTiers = "relief.tiers";
    public const string ReliefUrgentCompleteWd = "relief.urgent.completeWd";
    public const string ReliefUrgentMax = "relief.urgent.max";
    public const string ReliefVerifyPersons = "relief.verify.persons";
    public const string ReliefVerifyWd = "relief.verify.wd";
    public const string RetentionAccessLogYears = "retention.accessLog.years";
    public const string RetentionCertificatesYears = "retention.certificates.years";
    public const string RetentionDonorFileYears = "retention.donorFile.years";
    public const string RetentionIntentEvidenceYears = "retention.intentEvidence.years";
    public const string RetentionIntentNotRegisteredDays = "retention.intentNotRegistered.days";
    public const string RetentionMessagesColdYears = "retention.messagesCold.years";
    public const string RetentionMessagesHotYears = "retention.messagesHot.years";
    public const string RetentionMinorDocumentsYears = "retention.minorDocuments.years";
    public const string RetentionNetworkLogMonths = "retention.networkLog.months";
    public const string RetentionReliefYears = "retention.relief.years";
    public const string RetentionScreenedOutDays = "retention.screenedOut.days";
    public const string RetentionVouchersYears = "retention.vouchers.years";
    public const string RollupCallAtMinutes = "rollup.callAtMinutes";
    public const string RollupComputeAtMinutes = "rollup.computeAtMinutes";
    public const string RollupConfirmBy = "rollup.confirmBy";
    public const string RollupFlashAtMinutes = "rollup.flashAtMinutes";
    public const string RollupFlashDay = "rollup.flashDay";
    public const string RollupLateRecordingUntil = "rollup.lateRecordingUntil";
    public const string RollupPlausibility = "rollup.plausibility";
    public const string RollupRemindDaysBefore = "rollup.remindDaysBefore";
    public const string RollupSample = "rollup.sample";
    public const string SchAmountBachelor = "sch.amount.bachelor";
    public const string SchAmountDiploma = "sch.amount.diploma";
    public const string SchAmountDoctor = "sch.amount.doctor";
    public const string SchAmountMaster = "sch.amount.master";
    public const string SchAmountSeniorHigh = "sch.amount.seniorHigh";
    public const string SchCapacity = "sch.capacity";
    public const string SchDue = "sch.due";
    public const string SchGrace = "sch.grace";
    public const string SchOpen = "sch.open";
    public const string SchReserveMonths = "sch.reserve.months";
    public const string SchStockDate = "sch.stockDate";
    public const string TrainCertYears = "train.cert.years";
    public const string TrainPass = "train.pass";
    public const string TrainRatio = "train.ratio";
    public const string TrainRenewAfterDays = "train.renew.afterDays";
    public const string TrainRenewBeforeDays = "train.renew.beforeDays";
    public const string UnitsActive = "units.active";
    public const string VolDayMaxHours = "vol.day.maxHours";
    public const string VolDayMaxHoursEmergency = "vol.day.maxHoursEmergency";
    public const string VolLifetimeHours = "vol.lifetime.hours";
    public const string VolLifetimeHoursAlone = "vol.lifetime.hoursAlone";
    public const string VolLifetimeYears = "vol.lifetime.years";
    public const string VolRegisterHours = "vol.register.hours";
    public const string VolStarHours = "vol.star.hours";

    /// <summary>The streets of a zone that the law data does not list.</summary>
    public static string UnitStreets(UnitCode zone) => $"units.streets.{zone.Value}";
}
