/** What to press at each bank, one step a line. */
export const paySteps = {
  title: 'How to pay',
  place: { mobile: 'Mobile banking', atm: 'ATM' },
  bca: {
    mobile:
      'Open BCA mobile and choose m-BCA.\nChoose m-Transfer, then BCA Virtual Account.\nType {{number}} and press Send.\nLook at the name and the amount, then confirm with your PIN.',
    atm: 'Choose Other transactions, then Transfer.\nChoose To BCA Virtual Account.\nType {{number}} and press Correct.\nLook at the name and the amount, then press Yes.',
  },
  bni: {
    mobile:
      'Open BNI Mobile Banking or wondr by BNI.\nChoose Transfer, then Virtual Account Billing.\nType {{number}}.\nLook at the name and the amount, then confirm with your transaction password.',
    atm: 'Choose Other menu, then Transfer.\nChoose Virtual Account Billing.\nType {{number}}.\nLook at the name and the amount, then confirm.',
  },
  bri: {
    mobile:
      'Open BRImo and choose BRIVA.\nChoose New payment and type {{number}}.\nLook at the name and the amount.\nConfirm with your PIN.',
    atm: 'Choose Other transactions, then Payment.\nChoose Others, then BRIVA.\nType {{number}}.\nLook at the name and the amount, then press Yes.',
  },
  mandiri: {
    mobile:
      'Open Livin’ by Mandiri and choose Pay/VA.\nType {{number}} in the search field and choose what is found.\nLook at the name and the amount.\nConfirm with your PIN.',
    atm: 'Choose Pay/Buy, then Others.\nChoose Multi payment.\nType {{number}}.\nLook at the name and the amount, then confirm.',
  },
  'mandiri-bill': {
    mobile:
      'Open Livin’ by Mandiri and choose Pay/VA.\nSearch for the company code {{biller}} and choose it.\nType the payment code {{number}}.\nLook at the amount, then confirm with your PIN.',
    atm: 'Choose Pay/Buy, then Others, then Multi payment.\nType the company code {{biller}} and press Correct.\nType the payment code {{number}} and press Correct.\nLook at the amount, press 1, then Yes.',
  },
  permata: {
    mobile:
      'Open PermataME (or PermataMobile X).\nChoose Pay bills, then Virtual Account.\nType {{number}}.\nLook at the name and the amount, then confirm with your PIN.',
    atm: 'Choose Other transactions, then Payment.\nChoose Other payments, then Virtual Account.\nType {{number}} and press Correct.\nLook at the name and the amount, then press Correct.',
  },
  other: {
    mobile:
      'Open the app of your bank.\nChoose Virtual Account, often found under Transfer or Pay.\nType {{number}}.\nLook at the name and the amount, then confirm.',
    atm: 'Choose Other transactions, then Payment.\nChoose Virtual Account.\nType {{number}}.\nLook at the name and the amount, then confirm.',
  },
};
